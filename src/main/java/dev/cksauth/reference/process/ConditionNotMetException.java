package dev.cksauth.reference.process;

import java.io.IOException;

/**
 * A condition that was waited for did not come; the message says what was seen instead, and when.
 */
public final class ConditionNotMetException extends IOException {
  private static final long serialVersionUID = 1L;

  ConditionNotMetException(String message) {
    super(message);
  }
}
