package dev.cksauth.reference.webhook;

/** What came is no review. */
final class BadReviewException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param words for the caller; quote nothing of the request, for a token may be anywhere in it
   */
  BadReviewException(String words) {
    super(words, null, false, false);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
