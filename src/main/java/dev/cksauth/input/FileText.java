package dev.cksauth.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a text file, strict about its encoding: a wrong byte in a token must not be replaced. */
final class FileText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private FileText() {}

  static Optional<String> read(Path file, String shownName, Problems problems) {
    if (Files.isDirectory(file)) {
      problems.add(shownName, Position.START, "is a directory, not a file");
      return Optional.empty();
    }
    try {
      return decode(Files.readAllBytes(file), shownName, problems);
    } catch (NoSuchFileException missing) {
      problems.add(shownName, Position.START, "no such file");
    } catch (AccessDeniedException denied) {
      problems.add(shownName, Position.START, "cannot be read: permission denied");
    } catch (IOException failed) {
      problems.add(shownName, Position.START, "cannot be read");
    }
    return Optional.empty();
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
