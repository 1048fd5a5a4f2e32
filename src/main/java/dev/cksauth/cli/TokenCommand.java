package dev.cksauth.cli;

import dev.cksauth.input.Similar;
import dev.cksauth.reference.idp.keycloak.FlowRefusedException;
import dev.cksauth.reference.idp.keycloak.KeycloakFlows;
import dev.cksauth.reference.process.RunDirectory;
import dev.cksauth.reference.topology.KeycloakLogins;
import dev.cksauth.reference.topology.RunningSystem;
import dev.cksauth.reference.topology.StateFile;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Logs a user in at the Keycloak of the reference system that is up: kubectl's plug-in. */
@Command(
    name = "token",
    description = {
      "Logs a user in at the Keycloak of the reference system that `up` started, and prints the",
      "ID token as an ExecCredential: a credential plug-in for kubectl.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the token is printed",
      "1:Keycloak refuses the login",
      "2:there is no such user",
      "4:no reference system is up, or it has no Keycloak, or that does not answer"
    })
final class TokenCommand implements Callable<ExitCode> {
  private final Environment environment;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "NAME",
      description = "Who logs in: alice, bob, erin (with a one-time code) or frank.")
  private String user = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where `up` keeps its state; default: where this user's `up` does.")
  private Path directory = RunDirectory.defaultBase();

  @Spec private CommandSpec spec;

  TokenCommand() {
    this(Environment.ofProcess());
  }

  TokenCommand(Environment environment) {
    this.environment = environment;
    this.spec = CommandSpec.create(); // picocli replaces it
  }

  @Override
  public ExitCode call() throws CommandFailure, IOException, InterruptedException {
    KeycloakLogins logins = logins();
    Set<String> known = new TreeSet<>(logins.realm().passwords().keySet());
    if (!known.contains(user)) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "Keycloak has no such user%s; there are %s"
              .formatted(Similar.hint(user, known), Similar.list(known)));
    }
    ExecCredential credential = ExecCredential.of(login(logins), environment);
    spec.commandLine().getOut().println(credential.json());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  private KeycloakLogins logins() throws CommandFailure, IOException {
    RunningSystem running =
        new StateFile(directory)
            .read()
            .filter(known -> known.supervisor().living().isPresent())
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.COULD_NOT_WORK, "no reference system is up: cks-auth up starts one"));
    Path file = running.directory().resolve("subjects").resolve(KeycloakLogins.FILE);
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.COULD_NOT_WORK,
          "Keycloak is not part of the reference system that is up; `cks-auth doctor` says "
              + "whether one can be started");
    }
    return KeycloakLogins.read(file);
  }

  private String login(KeycloakLogins logins)
      throws CommandFailure, IOException, InterruptedException {
    try (KeycloakFlows flows = logins.flows()) {
      return login(flows, logins.realm().issuer());
    }
  }

  private String login(KeycloakFlows flows, URI issuer)
      throws CommandFailure, InterruptedException {
    try {
      return flows.password(user).requireIdToken();
    } catch (FlowRefusedException e) {
      throw e.isServersFault()
          ? new CommandFailure(ExitCode.COULD_NOT_WORK, "Keycloak has failed: " + e.getMessage())
          : new CommandFailure(
              ExitCode.ANSWER_IS_NO,
              "Keycloak refuses the login of %s: %s".formatted(user, e.getMessage()));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.COULD_NOT_WORK,
          "Keycloak does not answer at %s (%s)".formatted(issuer, e.getClass().getSimpleName()));
    }
  }
}
