package dev.cksauth.result;

/** The verdict on a profile, a subject or a whole run. */
public enum Overall {
  CONFORMANT("conformant"),
  NON_CONFORMANT("non-conformant"),
  PARTIAL("partial");

  private final String word;

  Overall(String word) {
    this.word = word;
  }

  /** The word that users read and that report.json carries. */
  public String word() {
    return word;
  }
}
