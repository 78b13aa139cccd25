package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** {@code openapi.yaml}, as something that answers can be held against. */
final class ApiDescription {
  final JsonNode root;

  private ApiDescription(JsonNode root) {
    this.root = root;
  }

  static ApiDescription load() {
    try (InputStream in = ApiDescription.class.getResourceAsStream("/openapi.yaml")) {
      // Reading the tree of an object first resolves the YAML anchors.
      Object plain = new org.yaml.snakeyaml.Yaml().load(in);
      return new ApiDescription(new ObjectMapper().valueToTree(plain));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the answer is one that the description knows. */
  void check(String method, String uri, int status, Optional<String> contentType) {
    String path = uri.indexOf('?') < 0 ? uri : uri.substring(0, uri.indexOf('?'));
    JsonNode described = route(path);
    if (described == null) {
      assertThat(status).as("%s %s is described nowhere", method, uri).isEqualTo(404);
      return;
    }
    JsonNode operation = described.get(method.toLowerCase(Locale.ROOT));
    if (operation == null && method.equals("HEAD")) {
      operation = described.get("get");
    }
    if (operation == null) {
      assertThat(status)
          .as("%s %s is described for other methods only", method, uri)
          .isEqualTo(405);
      return;
    }
    JsonNode response = resolve(operation.get("responses").get(Integer.toString(status)));
    assertThat(response).as("status %d of %s %s in openapi.yaml", status, method, uri).isNotNull();
    if (contentType.isPresent() && !method.equals("HEAD")) {
      JsonNode content = response.get("content");
      assertThat(content).as("content of status %d of %s %s", status, method, uri).isNotNull();
      String media = contentType.get().split(";")[0];
      assertThat(content.has(media) || content.has("*/*"))
          .as("media type %s at status %d of %s %s in openapi.yaml", media, status, method, uri)
          .isTrue();
    }
  }

  /** The described path that a path of a request belongs to, or null. */
  private JsonNode route(String path) {
    JsonNode best = root.get("paths").get(path);
    if (best != null) {
      return best;
    }
    for (var template : root.get("paths").properties()) {
      String pattern =
          template
              .getKey()
              .replace("{keyspace}", "[^/]*")
              .replace("{key}", ".*")
              .replace("{id}", "[^/]*")
              .replace(".yaml", "\\.yaml");
      if (path.matches("(?s)" + pattern)) {
        return template.getValue();
      }
    }
    return null;
  }

  JsonNode resolve(JsonNode node) {
    if (node == null || !node.has("$ref")) {
      return node;
    }
    return root.at(node.get("$ref").textValue().substring(1));
  }
}
