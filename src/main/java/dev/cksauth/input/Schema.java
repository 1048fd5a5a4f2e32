package dev.cksauth.input;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema (2020-12) that files are checked against, with messages for the people who wrote
 * them.
 *
 * <p>A schema is one file that refers to nothing outside itself. Beside the standard's keywords it
 * may carry {@code x-says}: the end of the sentence that starts with the name of the offending
 * value, such as {@code "must be a host and port, such as 127.0.0.1:6443"}. It stands beside a
 * {@code pattern}, a bound, a {@code not} or a {@code oneOf} and replaces what could be said of
 * them by rote.
 */
public final class Schema {
  private final JsonNode root;
  private final com.networknt.schema.Schema validator;

  private Schema(JsonNode root, com.networknt.schema.Schema validator) {
    this.root = root;
    this.validator = validator;
  }

  /**
   * Loads a schema from the class path.
   *
   * @param resource such as {@code scenarios/schema/subject.schema.json}
   */
  public static Schema load(String resource) {
    ClassLoader loader = Schema.class.getClassLoader();
    try (InputStream stream = loader.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no schema " + resource + " on the class path");
      }
      JsonNode root = new JsonMapper().readTree(stream);
      return new Schema(
          root,
          SchemaRegistry.withDialect(dialect())
              .getSchema(SchemaLocation.of("classpath:" + resource), root));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The standard's keywords and ours; any other is a slip in the schema and fails at once. */
  private static Dialect dialect() {
    return Dialect.builder(Dialects.getDraft202012())
        .keyword(new NonValidationKeyword("x-says"))
        .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
        .build();
  }

  /** Checks a document; each violation becomes a problem at the key or item that it is about. */
  public void check(Document document, Problems problems) {
    List<Violation> violations =
        validator.validate(document.root()).stream().map(Violation::of).toList();
    new Judgement(new SchemaTree(root), document, problems).judge(violations);
  }
}
