package dev.cksauth.reference.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Checks names and passwords with a directory, so often as is allowed. */
final class DirectoryPasswords {
  private final Directory directory;
  private final Attempts users;
  private final Attempts strangers;

  /** What a name and a password are worth. */
  sealed interface Checked {
    /** The password is this person's. */
    record Known(Person person) implements Checked {}

    /** It is not, or nobody can tell. */
    record No(LoginAnswer why) implements Checked {}
  }

  DirectoryPasswords(Directory directory, AttemptLimits limits, InstantSource clock) {
    this.directory = directory;
    this.users = new Attempts(limits, clock);
    // Names that nobody has are remembered apart, so that a flood of them pushes no user out.
    this.strangers = new Attempts(limits, clock);
  }

  Checked check(String name, String password) {
    return check(name, password, person -> Optional.empty());
  }

  /**
   * Asks for more than the password: an attempt that lacks it counts as a wrong one, and is
   * answered alike.
   *
   * @param more asked where the password is right: why it is refused all the same
   */
  Checked check(String name, String password, Function<Person, Optional<String>> more) {
    if (name.isBlank() || password.isEmpty()) {
      return refused("no name or no password");
    }
    try {
      Optional<Person> person = directory.named(name);
      return person.isPresent() ? check(person.get(), password, more) : stranger(name, password);
    } catch (DirectoryUnavailableException outage) {
      return unavailable(outage);
    }
  }

  private Checked check(Person person, String password, Function<Person, Optional<String>> more) {
    // By what the directory found: it takes " ALICE" and "alice" for the same.
    Optional<Duration> wait = users.begin(person.id());
    if (wait.isPresent()) {
      return new Checked.No(new LoginAnswer.Wait(wait.get()));
    }
    try {
      if (!directory.isPassword(person, password)) {
        return refused("wrong password");
      }
      Optional<String> refusal = more.apply(person);
      if (refusal.isPresent()) {
        return refused(refusal.get());
      }
      users.succeeded(person.id());
      return new Checked.Known(person);
    } catch (DirectoryUnavailableException outage) {
      users.undecided(person.id());
      return unavailable(outage);
    }
  }

  /** Answered as slowly, and after as many attempts with a wait, as somebody who is there. */
  private Checked stranger(String name, String password) throws DirectoryUnavailableException {
    Optional<Duration> wait = strangers.begin(name.strip().toLowerCase(Locale.ROOT));
    if (wait.isPresent()) {
      return new Checked.No(new LoginAnswer.Wait(wait.get()));
    }
    directory.pretend(password);
    return refused("nobody");
  }

  private static Checked refused(String category) {
    return new Checked.No(new LoginAnswer.Refused(category));
  }

  private static Checked unavailable(DirectoryUnavailableException outage) {
    return new Checked.No(new LoginAnswer.Unavailable("directory: " + outage.getMessage()));
  }
}
