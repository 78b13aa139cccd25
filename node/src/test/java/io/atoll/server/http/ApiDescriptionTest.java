package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.wire.ProblemType;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ApiDescriptionTest {
  private static final List<String> METHODS =
      List.of("get", "head", "put", "post", "patch", "delete");
  private final ApiDescription description = ApiDescription.load();

  @Test
  void everyDescribedCallIsThere() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      for (var path : description.root.get("paths").properties()) {
        String uri =
            path.getKey()
                .replace("{keyspace}", "default")
                .replace("{key}", "some/key")
                .replace("{id}", "1");
        for (String method : METHODS) {
          if (path.getValue().has(method)) {
            HttpResponse<byte[]> answer = api.call(method.toUpperCase(Locale.ROOT), uri);
            assertThat(answer.statusCode()).as(method + " " + uri).isNotEqualTo(405);
            if (answer.statusCode() == 404) {
              assertThat(ApiFixture.text(answer)).doesNotContain("unknown-route");
            }
          }
        }
      }
    }
  }

  @Test
  void everyKindOfProblemIsListed() {
    List<String> listed = new ArrayList<>();
    description
        .root
        .at("/components/schemas/Problem/properties/type/enum")
        .forEach(urn -> listed.add(urn.textValue()));
    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemType.values()).map(ProblemType::urn).toList());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (JsonNode reference : description.root.findValues("$ref")) {
      if (description.root.at(reference.textValue().substring(1)).isMissingNode()) {
        broken.add(reference.textValue());
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyOperationHasANameAndEveryResponseADescription() {
    List<String> names = new ArrayList<>();
    for (var path : description.root.get("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().get(method);
        if (operation != null) {
          names.add(operation.get("operationId").textValue());
          for (var response : operation.get("responses").properties()) {
            assertThat(description.resolve(response.getValue()).get("description").textValue())
                .as(path.getKey() + " " + method + " " + response.getKey())
                .isNotBlank();
          }
        }
      }
    }
    assertThat(names).doesNotHaveDuplicates().hasSize(27);
  }
}
