package io.atoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code atoll repair tree} shows. */
class RepairTreeTextTest {
  @TempDir Path directory;

  private static JsonObject part(String name, long keys, JsonObject... parts) {
    JsonArray all = new JsonArray();
    for (JsonObject part : parts) {
      all.add(part);
    }
    return new JsonObject()
        .put("name", name)
        .put("keys", keys)
        .put("hash", "%032x".formatted(keys))
        .put("keysThere", null)
        .put("hashThere", null)
        .put("parts", all)
        .put("partsLeftOut", 0);
  }

  /** The same with what is there beside it. */
  private static JsonObject beside(JsonObject part, long keysThere) {
    return part.put("keysThere", keysThere)
        .put(
            "hash",
            "a".repeat(32 - part.getLong("keys").intValue())
                + "b".repeat(part.getLong("keys").intValue()))
        .put("hashThere", "a".repeat(32 - (int) keysThere) + "b".repeat((int) keysThere));
  }

  private static JsonObject answer(String against, JsonObject tree) {
    return new JsonObject()
        .put("node", "us-1")
        .put("against", against)
        .put("keyspace", "photos")
        .put("asOfMs", 1_700_000_000_500L)
        .put("arcs", 4_096)
        .put("arcsNotKnown", 0)
        .put("tree", tree);
  }

  @Test
  void ofOneNodeEveryPartThatItAnsweredIsALine() throws Exception {
    JsonObject tree =
        part("photos", 1_234_567_890, part("us-1 us-2", 1_234_567_890).put("partsLeftOut", 64));
    try (RepairFixture cluster = new RepairFixture("us-1")) {
      cluster.node("us-1").page("/v1/repair/tree/photos", answer(null, tree));
      TestTerminal terminal = new TestTerminal(directory).variable("ATOLL_URL", cluster.url());
      assertThat(terminal.run("repair", "tree", "photos", "--arc", "17")).isZero();
      assertThat(terminal.out())
          .isEqualTo(
              """
              photos at us-1, as of 2023-11-14T22:13:20Z, 4,096 arcs

              PART                                      KEYS  HASH
              photos                           1,234,567,890  000000000000
                us-1 us-2                      1,234,567,890  000000000000
                  64 parts that are not shown
              """);
      assertThat(cluster.node("us-1").requests)
          .containsExactly("GET /v1/repair/tree/photos?arc=17");
      assertThat(terminal.run("repair", "tree", "nowhere", "--against", "us-2")).isEqualTo(1);
      assertThat(terminal.err()).contains("there is nothing at /v1/repair/tree/nowhere");
    }
  }

  @Test
  void ofTwoNodesWhatDiffersIsALineAndTheRestIsCounted() {
    JsonObject arcs =
        beside(
            part(
                "us-1 us-2",
                30,
                beside(part("arc 1", 10), 10),
                beside(part("arc 2", 11), 12),
                beside(part("arc 3", 9), 9)),
            31);
    JsonObject root = beside(part("photos", 30, arcs), 31);
    assertThat(RepairTreeText.of(answer("us-2", root).put("arcsNotKnown", 5)))
        .isEqualTo(
            """
            photos at us-1 and us-2, as of 2023-11-14T22:13:20Z, 4,096 arcs

            PART         KEYS  HASH          KEYS AT us-2  HASH AT us-2
            photos         30  aabbbbbbbbbb            31  abbbbbbbbbbb  differs
              us-1 us-2    30  aabbbbbbbbbb            31  abbbbbbbbbbb  differs
                arc 2      11  aaaaaaaaaaaa            12  aaaaaaaaaaaa  differs
                2 more                                                   same

            5 arcs are not in it: what they hold is not known yet
            """);
  }
}
