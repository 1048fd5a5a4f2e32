package dev.cksauth.reference.cksapi;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API's published description, to hold answers against. */
final class OpenApi {
  private final JsonNode document;

  private OpenApi(JsonNode document) {
    this.document = document;
  }

  static OpenApi read() throws IOException {
    return new OpenApi(
        new YAMLMapper().readTree(Files.readString(Path.of("docs/cks-api.openapi.yaml"))));
  }

  JsonNode document() {
    return document;
  }

  /** What is wrong with a value of a named schema. */
  List<String> violations(String schema, JsonNode value) {
    ObjectNode root = new JsonMapper().createObjectNode();
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", document.path("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of("memory:" + schema), root)
        .validate(value)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
