package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.console.RemoteConsole;
import dev.cksauth.reference.managed.ManagedEndpoint;
import dev.cksauth.reference.managed.ManagedEndpointSpec;
import dev.cksauth.reference.process.Listening;
import dev.cksauth.subject.ClientCertificate;
import dev.cksauth.subject.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A part of a reference system as it runs within its container, on ports that this publishes. */
public final class ContainedPart implements AutoCloseable {
  private final Teardown teardown = new Teardown();
  private final Path run;
  private final Listening listening;

  /**
   * A part.
   *
   * @param run the run directory, which is the harness's
   * @param ports that are published
   */
  public ContainedPart(Path run, List<Integer> ports) {
    this.run = run;
    this.listening = Listening.published(ports);
  }

  /** The words of the sample webhooks. */
  public static List<String> samples() {
    return List.of(SampleWebhooks.Sample.values()).stream()
        .map(sample -> sample.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /**
   * Serves a sample webhook; writes its subject file, and then that it is ready.
   *
   * @param word one of {@link #samples}
   * @throws IOException when it does not start
   */
  public void webhook(String word) throws IOException {
    SampleWebhooks.Sample sample = SampleWebhooks.Sample.valueOf(word.toUpperCase(Locale.ROOT));
    SampleWebhooks served =
        teardown.add(
            SampleWebhooks.start(
                run.resolve("subjects"),
                authority(),
                sample,
                new SampleWebhooks.Place(listening, Contained.actions(run))));
    ready("webhook-" + word, served.subjectFiles());
  }

  /**
   * Serves a managed endpoint; writes that it is ready.
   *
   * @param name of it
   * @param host its name
   * @param console a file with the address of the console's action
   * @param apiServerPort before which it is, on 127.0.0.1
   * @throws IOException when it does not start
   */
  public void managed(String name, String host, Path console, int apiServerPort)
      throws IOException {
    RemoteConsole tokens =
        teardown.add(new RemoteConsole(URI.create(Files.readString(console).strip())));
    ManagedEndpointSpec spec = ManagedPart.spec(authority(), host, tokens, apiServerPort);
    teardown.add(ManagedEndpoint.start(spec.at(listening.next())));
    ready(name, List.of());
  }

  private CertificateAuthority authority() throws IOException {
    Path directory = Contained.directory(run);
    ClientCertificate pair =
        PemFiles.identity(directory.resolve("authority.crt"), directory.resolve("authority.key"));
    return CertificateAuthority.of(pair.chain().getFirst(), pair.key());
  }

  private void ready(String name, List<Path> files) throws IOException {
    List<String> lines = files.stream().map(Path::toString).toList();
    PrivateFile.replace(
        Contained.directory(run).resolve(name + ".ready"), String.join("\n", lines));
  }

  @Override
  public void close() {
    Object unused = teardown.close();
  }
}
