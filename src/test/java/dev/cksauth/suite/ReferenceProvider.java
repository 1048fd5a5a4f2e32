package dev.cksauth.suite;

import dev.cksauth.engine.SubjectProvider;
import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.reference.topology.ReferenceStartException;
import dev.cksauth.reference.topology.ReferenceSystem;
import dev.cksauth.reference.topology.StartProgress;
import dev.cksauth.reference.topology.StartReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Brings the reference system up for a suite. */
public final class ReferenceProvider implements SubjectProvider {

  private @Nullable ReferenceSystem reference;

  @Override
  public Path subjectFile() throws IOException {
    try {
      ReferenceSystem started =
          StartReference.start(ReferenceOptions.EMBEDDED, StartProgress.silent());
      reference = started;
      return started.subjectFiles().getFirst();
    } catch (ReferenceStartException failed) {
      throw new IOException(failed.getMessage(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    if (reference != null) {
      try {
        reference.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
