package dev.cksauth.report;

import java.util.ArrayList;
import java.util.List;

/** A sentence in which what stands between backticks is code. */
final class Prose {
  private Prose() {}

  /** A piece of a sentence. */
  record Piece(String text, boolean code) {}

  static List<Piece> of(String sentence) {
    String[] parts = sentence.split("`", -1);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      // A backtick without a partner is a character like others.
      boolean alone = i % 2 == 1 && i == parts.length - 1;
      String text = alone ? "`" + parts[i] : parts[i];
      if (!text.isEmpty()) {
        pieces.add(new Piece(text, i % 2 == 1 && !alone));
      }
    }
    return pieces;
  }
}
