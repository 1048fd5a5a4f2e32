package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.process.ProcessIdentity;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The Keycloak of a reference system that has nothing else, kept running by this process. */
public final class OpenKeycloak implements AutoCloseable {
  private final Path base;
  private final RunDirectory run;
  private final KeycloakPart part;

  private OpenKeycloak(Path base, RunDirectory run, KeycloakPart part) {
    this.base = base;
    this.run = run;
    this.part = part;
  }

  /** Starts it below a directory, where its state file is too; it is ready then. */
  public static OpenKeycloak start(Path base) throws Exception {
    RunDirectory run = RunDirectory.create(base);
    CertificateAuthority authority = CertificateAuthority.create("test");
    Path subjects = ReferenceFiles.directories(run.path(), authority);
    KeycloakPart part =
        KeycloakPart.start(run, authority, TlsContexts.trusting(authority), StartProgress.silent());
    part.writeSecrets(subjects);
    writeState(base, run.path(), ProcessHandle.current());
    part.awaitReady();
    return new OpenKeycloak(base, run, part);
  }

  /** Writes that a process keeps a reference system running in a directory. */
  public static void writeState(Path base, Path run, ProcessHandle supervisor) throws IOException {
    new StateFile(base)
        .write(
            new RunningSystem(
                ProcessIdentity.of(supervisor).orElseThrow(),
                run,
                "of a test",
                "",
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of()));
  }

  public Path base() {
    return base;
  }

  public URI issuer() {
    return part.issuer();
  }

  /** The file with the users' secrets. */
  public Path logins() {
    return run.path().resolve("subjects").resolve(KeycloakLogins.FILE);
  }

  /** Has one of its actions done. */
  public int perform(String action, String request) throws Exception {
    return Objects.requireNonNull(part.actions().get(action))
        .perform(new JsonMapper().readTree(request))
        .status();
  }

  @Override
  public void close() throws IOException {
    try (run) {
      part.close();
    }
  }
}
