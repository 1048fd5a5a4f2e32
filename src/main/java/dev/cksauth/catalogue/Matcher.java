package dev.cksauth.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which values will do. A value is a text, a number's text, or absent. */
public sealed interface Matcher {

  /** Any of these, each a literal; {@code null} in the list: absent. */
  record AnyOf(List<@Nullable String> values) implements Matcher {}

  /** The whole value matches a regular expression. */
  record Matches(String pattern) implements Matcher {}

  /** A number from the lower to the upper bound, both included. */
  record Between(double lower, double upper) implements Matcher {}

  /**
   * Whether a value will do.
   *
   * @param names replaces {@code {name}} in what is expected
   */
  default boolean accepts(@Nullable String value, UnaryOperator<String> names) {
    return switch (this) {
      case AnyOf(List<@Nullable String> values) -> {
        for (@Nullable String one : values) {
          if (one == null ? value == null : names.apply(one).equals(value)) {
            yield true;
          }
        }
        yield false;
      }
      case Matches(String pattern) ->
          value != null && Pattern.compile(quoted(pattern, names)).matcher(value).matches();
      case Between(double lower, double upper) -> number(value, lower, upper);
    };
  }

  /** The values of names stand for themselves, whatever characters they have. */
  private static String quoted(String pattern, UnaryOperator<String> names) {
    return Names.replace(
        pattern, name -> Optional.of(Pattern.quote(names.apply("{" + name + "}"))));
  }

  private static boolean number(@Nullable String value, double lower, double upper) {
    try {
      double number = value == null ? Double.NaN : Double.parseDouble(value);
      return lower <= number && number <= upper;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  /** What will do, in words. */
  default String words(UnaryOperator<String> names) {
    return switch (this) {
      case AnyOf(List<@Nullable String> values) ->
          values.stream()
              .map(value -> value == null ? "absent" : shown(names.apply(value)))
              .collect(Collectors.joining(" or "));
      case Matches(String pattern) -> "matching " + names.apply(pattern);
      case Between(double lower, double upper) -> "%s to %s".formatted(plain(lower), plain(upper));
    };
  }

  private static String shown(String value) {
    return value.isEmpty() ? "\"\"" : value;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** Reads a matcher whose form the schema has checked. */
  static Matcher of(JsonNode node) {
    if (node.isObject()) {
      JsonNode range = node.path("between");
      return range.isArray()
          ? new Between(range.get(0).asDouble(), range.get(1).asDouble())
          : new Matches(node.path("matches").asString());
    }
    List<@Nullable String> values = new ArrayList<>();
    if (node.isArray()) {
      node.valueStream().forEach(item -> values.add(literal(item)));
    } else {
      values.add(literal(node));
    }
    return new AnyOf(values);
  }

  private static @Nullable String literal(JsonNode node) {
    return node.isNull() ? null : node.asString();
  }
}
