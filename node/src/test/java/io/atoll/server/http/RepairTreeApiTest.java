package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.json;
import static io.atoll.server.http.FakeBackend.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.repair.KeyspaceTree;
import io.atoll.repair.RepairTree;
import io.atoll.repair.sketch.HashTree;
import io.atoll.repair.sketch.SetHash;
import io.atoll.ring.Keyspace;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairTreeApiTest {
  private static final int ARCS = 16;
  private static ApiFixture api;

  @BeforeAll
  static void open() {
    api = new ApiFixture();
  }

  @AfterAll
  static void close() {
    api.close();
  }

  /** Of the other node arc 3 differs. */
  @BeforeEach
  void hold() {
    api.backend.trees =
        (keyspace, against) ->
            new RepairTree(
                NOW_MS, ARCS, 1, tree(keyspace, 1), against == null ? null : tree(keyspace, 2));
  }

  private static HashTree tree(Keyspace keyspace, long keysOfArc3) {
    TreeMap<Integer, SetHash> hashes = new TreeMap<>();
    for (int arc = 0; arc < ARCS; arc++) {
      hashes.put(arc, new SetHash(arc == 3 ? keysOfArc3 : 1, arc, 5));
    }
    return KeyspaceTree.of(api.backend.topology, keyspace, hashes);
  }

  private static JsonNode shown(String query) throws Exception {
    return json(api.get("/v1/repair/tree/default" + query));
  }

  private static void mistake(String uri, int status, String detail) throws Exception {
    HttpResponse<byte[]> answer = api.get(uri);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).get("detail").textValue()).isEqualTo(detail);
  }

  @Test
  void ofOneNodeTheUpperLevelsAreShown() throws Exception {
    JsonNode shown = shown("");
    assertThat(shown.get("node").textValue()).isEqualTo("us-1");
    assertThat(shown.get("against").isNull()).isTrue();
    assertThat(shown.get("asOfMs").longValue()).isEqualTo(NOW_MS);
    assertThat(shown.get("arcs").intValue()).isEqualTo(ARCS);
    assertThat(shown.get("arcsNotKnown").intValue()).isEqualTo(1);
    JsonNode root = shown.get("tree");
    assertThat(root.get("name").textValue()).isEqualTo("default");
    assertThat(root.get("keys").longValue()).isEqualTo(ARCS);
    assertThat(root.get("hash").textValue()).isEqualTo("%016x%016x".formatted(120, 5 * ARCS));
    assertThat(root.get("keysThere").isNull()).isTrue();
    int arcs = 0;
    for (JsonNode set : root.get("parts")) {
      assertThat(set.get("partsLeftOut").intValue()).isZero();
      arcs += set.get("parts").size();
    }
    assertThat(arcs).isEqualTo(ARCS);
  }

  @Test
  void ofTwoNodesWhatDiffersIsShown() throws Exception {
    JsonNode shown = shown("?against=us-2");
    assertThat(shown.get("against").textValue()).isEqualTo("us-2");
    JsonNode root = shown.get("tree");
    assertThat(root.get("keysThere").longValue()).isEqualTo(ARCS + 1);
    for (JsonNode set : root.get("parts")) {
      boolean same = set.get("hash").equals(set.get("hashThere")) && same(set);
      assertThat(set.get("parts").isEmpty()).isEqualTo(same);
      for (JsonNode arc : set.get("parts")) {
        assertThat(same(arc)).isEqualTo(!arc.get("name").textValue().equals("arc 3"));
      }
    }
    assertThat(root.findValuesAsText("name")).contains("arc 3");
  }

  private static boolean same(JsonNode part) {
    return part.get("keys").equals(part.get("keysThere"));
  }

  @Test
  void theWayToAnArcIsShown() throws Exception {
    for (String query : new String[] {"?arc=3", "?arc=3&against=us-2"}) {
      JsonNode root = shown(query).get("tree");
      List<String> opened = root.findValuesAsText("name");
      assertThat(opened).contains("arc 3");
      for (JsonNode set : root.get("parts")) {
        List<String> arcs = set.get("parts").findValuesAsText("name");
        assertThat(arcs.isEmpty() || arcs.contains("arc 3")).isTrue();
      }
    }
  }

  @Test
  void whatCannotBeShownIsRefusedWithTheReason() throws Exception {
    String uri = "/v1/repair/tree/default";
    mistake(uri + "?arc=16", 400, "arc '16': must be a number from 0 to 15");
    mistake(uri + "?arc=x", 400, "arc 'x': must be a number from 0 to 15");
    mistake(uri + "?against=us-9", 404, "against 'us-9': must be a member of the cluster");
    mistake(
        uri + "?against=us-1",
        400,
        "against 'us-1': must be another node than the one that is asked");
    mistake(uri + "?x=1", 400, "'x' is not a parameter of a tree, which takes arc, against");
    assertThat(api.get("/v1/repair/tree/nowhere").statusCode()).isEqualTo(404);
    assertThat(api.call("POST", uri).statusCode()).isEqualTo(405);

    api.backend.trees = null;
    mistake(uri, 503, "us-1 cannot tell now: declined: busy; try again");
    mistake(uri + "?against=eu-1", 503, "us-1 or eu-1 cannot tell now: declined: busy; try again");
    api.backend.trees = (keyspace, against) -> null;
    mistake(uri, 409, "us-1 holds nothing of keyspace 'default'");
    mistake(
        uri + "?against=eu-1", 409, "us-1 and eu-1 have no arc of keyspace 'default' in common");
  }
}
