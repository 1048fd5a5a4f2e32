package dev.cksauth.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Brings a subject up for a JUnit suite, and down again. Named by the configuration parameter
 * {@code cksauth.subject-provider}; needs a public constructor without parameters.
 */
public interface SubjectProvider extends AutoCloseable {

  /**
   * Starts what is needed, once, when the suite is executed.
   *
   * @return the file that describes the subject
   * @throws IOException when it cannot be brought up
   */
  Path subjectFile() throws IOException;

  /** Stops what was started. */
  @Override
  void close();
}
