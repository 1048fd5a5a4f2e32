package dev.cksauth.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a text file, strict about its encoding: a wrong byte in a token must not be replaced. */
public final class FileText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private FileText() {}

  static Optional<String> read(Path file, String shownName, Problems problems) {
    try {
      return decode(Files.readAllBytes(file), shownName, problems);
    } catch (IOException failed) {
      problems.add(shownName, Position.START, reason(failed));
    }
    return Optional.empty();
  }

  /**
   * Why a file could not be read or written, in words that follow its name. The message of a file
   * system's exception is often the file's name alone.
   */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "cannot be read: permission denied";
      case CharacterCodingException binary -> "not UTF-8: save the file as UTF-8";
      case FileSystemException other when other.getReason() != null ->
          "cannot be read: " + other.getReason();
      // What the JDK says of a directory on all systems that have one; it has no type for it.
      case IOException other when String.valueOf(other.getMessage()).equals("Is a directory") ->
          "is a directory, not a file";
      default -> "cannot be read: " + failure.getMessage();
    };
  }

  private static Optional<String> decode(byte[] bytes, String shownName, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      problems.add(
          shownName, positionOf(decoded, decoded.length()), "not UTF-8: save the file as UTF-8");
      return Optional.empty();
    }
    return Optional.of(decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded);
  }

  /** The line and column of an offset. */
  static Position positionOf(String text, int offset) {
    String before = text.substring(0, offset);
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = 1 + (int) before.chars().filter(character -> character == '\n').count();
    return new Position(line, 1 + before.codePointCount(lineStart, before.length()));
  }
}
