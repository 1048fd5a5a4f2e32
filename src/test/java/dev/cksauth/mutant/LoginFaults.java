package dev.cksauth.mutant;

import dev.cksauth.reference.topology.OpenLogins.Fault;
import dev.cksauth.reference.webhook.AttemptLimits;
import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.Directory;
import dev.cksauth.reference.webhook.DirectoryUnavailableException;
import dev.cksauth.reference.webhook.Person;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The kinds of faults that a webhook has whose users log in, besides those of the login itself. */
final class LoginFaults {
  private LoginFaults() {}

  static Fault limited(UnaryOperator<AttemptLimits> change) {
    return new Fault() {
      @Override
      public AttemptLimits limits(AttemptLimits honest) {
        return change.apply(honest);
      }
    };
  }

  /** Decides otherwise. */
  static Fault deciding(BiFunction<String, Decision, Decision> change) {
    return new Fault() {
      @Override
      public TokenAuthenticator authenticator(TokenAuthenticator honest) {
        return (token, audiences) -> change.apply(token, honest.authenticate(token, audiences));
      }
    };
  }

  /** Keeps an acceptance, and goes by it where it ought to deny for this reason. */
  static Fault keeping(String reason) {
    Map<String, Decision> accepted = new ConcurrentHashMap<>();
    return deciding((token, now) -> {
      if (now instanceof Decision.Authenticated) {
        accepted.put(token, now);
      }
      return now instanceof Decision.NotAuthenticated(String why) && why.equals(reason)
          ? accepted.getOrDefault(token, now)
          : now;
    });
  }

  /** Answers otherwise where nobody can tell; the reason begins so. */
  static Fault whereUndecided(String reason, Decision instead) {
    return deciding((token, now) ->
        now instanceof Decision.Undecided(String why) && why.startsWith(reason) ? instead : now);
  }

  /** Asks somebody else too about each token: one who answers nothing is the answer to it. */
  static Fault alsoAsking(String prefix) {
    return new Fault() {
      @Override
      public TokenAuthenticator authenticator(TokenAuthenticator honest) {
        Map<String, String> seen = new ConcurrentHashMap<>();
        return (token, audiences) -> {
          if (token.startsWith(prefix)) {
            seen.put(prefix, token);
          }
          Decision decision = honest.authenticate(token, audiences);
          Decision other = honest.authenticate(seen.getOrDefault(prefix, token), audiences);
          return other instanceof Decision.Undecided ? other : decision;
        };
      }
    };
  }

  /** Has the next of the chain decide on what one of them denies. */
  static Fault fallingThrough(String prefix) {
    return new Fault() {
      @Override
      public TokenAuthenticator authenticator(TokenAuthenticator honest) {
        return (token, audiences) -> {
          Decision decision = honest.authenticate(token, audiences);
          return decision instanceof Decision.NotAuthenticated
              ? honest.authenticate(prefix + token, audiences)
              : decision;
        };
      }
    };
  }

  /** Asks the directory otherwise. */
  static Fault asking(UnaryOperator<Directory> change) {
    return new Fault() {
      @Override
      public Directory directory(Directory honest) {
        return change.apply(honest);
      }
    };
  }

  /** A directory's answers as they are, for faults to be put in. */
  abstract static class Answers implements Directory {
    private final Directory honest;

    Answers(Directory honest) {
      this.honest = honest;
    }

    @Override
    public Optional<Person> named(String name) throws DirectoryUnavailableException {
      return honest.named(name);
    }

    @Override
    public Optional<Person> of(String id) throws DirectoryUnavailableException {
      return honest.of(id);
    }

    @Override
    public List<String> groups(Person person) throws DirectoryUnavailableException {
      return honest.groups(person);
    }

    @Override
    public boolean isPassword(Person person, String password) throws DirectoryUnavailableException {
      return honest.isPassword(person, password);
    }

    @Override
    public void pretend(String password) throws DirectoryUnavailableException {
      honest.pretend(password);
    }

    @Override
    public boolean answers() {
      return honest.answers();
    }
  }

  /** Reads a user's groups once. */
  static final class GroupsKept extends Answers {
    private final Map<String, List<String>> kept = new ConcurrentHashMap<>();

    GroupsKept(Directory honest) {
      super(honest);
    }

    @Override
    public List<String> groups(Person person) throws DirectoryUnavailableException {
      List<String> now = super.groups(person);
      // Those who have more groups than before are let in at once, as nobody complains of that.
      return kept.merge(person.id(), now, (old, more) -> more.size() > old.size() ? more : old);
    }
  }

  /** Looks names up once. */
  static final class NamesKept extends Answers {
    private final Map<String, Person> kept = new ConcurrentHashMap<>();

    NamesKept(Directory honest) {
      super(honest);
    }

    @Override
    public Optional<Person> named(String name) throws DirectoryUnavailableException {
      Optional<Person> now = super.named(name);
      now.ifPresent(person -> kept.put(name, person));
      return now.or(() -> Optional.ofNullable(kept.get(name)));
    }
  }

  /** Writes names into filters, where a star stands for anything (RFC 4515). */
  static final class Filtering extends Answers {
    private final Map<String, Person> people = new ConcurrentHashMap<>();

    Filtering(Directory honest) {
      super(honest);
    }

    @Override
    public Optional<Person> named(String name) throws DirectoryUnavailableException {
      Optional<Person> now = super.named(name);
      now.ifPresent(person -> people.put(person.name(), person));
      String start = name.replaceFirst("\\*$", "");
      return now.isEmpty() && name.endsWith("*")
          ? people.entrySet().stream()
              .filter(one -> one.getKey().startsWith(start))
              .map(Map.Entry::getValue)
              .findFirst()
          : now;
    }
  }
}
