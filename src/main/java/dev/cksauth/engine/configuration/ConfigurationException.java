package dev.cksauth.engine.configuration;

/** A change cannot be made, or be taken back. Its message says how the cluster stands. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String message) {
    super(message);
  }
}
