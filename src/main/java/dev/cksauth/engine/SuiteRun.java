package dev.cksauth.engine;

import java.util.Optional;

/** A run inside a JUnit suite, with the provider of its subject. */
record SuiteRun(SubjectRun run, Optional<SubjectProvider> provider) implements AutoCloseable {

  @Override
  public void close() {
    try {
      run.cleanUp();
      run.close();
    } finally {
      provider.ifPresent(SubjectProvider::close);
    }
  }
}
