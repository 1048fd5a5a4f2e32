package dev.cksauth.subject;

import java.net.URI;

/** Something that the suite may ask for: done at exit 0 or a 2xx answer. */
public sealed interface Action {
  /**
   * A command to run.
   *
   * @param command may have placeholders such as <code>{token-file}</code> among its words
   */
  record Exec(ExecCommand command) implements Action {}

  /** A URL to post to. */
  record Post(URI url) implements Action {}
}
