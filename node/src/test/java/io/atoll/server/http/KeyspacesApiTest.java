package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.replication.RequestFailure;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyspacesApiTest {
  private ApiFixture api;

  @BeforeEach
  void open() {
    api = new ApiFixture();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void whatIsLeftOutGetsItsDefault() throws Exception {
    HttpResponse<byte[]> created = api.put("/v1/keyspaces/users", "");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(ApiFixture.text(created))
        .isEqualTo(
            "{\"name\":\"users\",\"id\":2,\"replication\":{\"eu\":2,\"us\":3},"
                + "\"conflicts\":\"siblings\",\"read\":\"quorum\",\"write\":\"quorum\","
                + "\"readRepair\":\"background\"}");
    assertThat(json(api.get("/v1/keyspaces/users"))).isEqualTo(json(created));
  }

  @Test
  void everythingGivenIsKept() throws Exception {
    HttpResponse<byte[]> created =
        api.put(
            "/v1/keyspaces/carts-2",
            """
            {"replication": {"us": 4, "eu": 0}, "conflicts": "lww", "read": 2, "write": "each_quorum",
             "readRepair": "blocking"}
            """);
    assertThat(created.statusCode()).isEqualTo(201);
    JsonNode shown = json(api.get("/v1/keyspaces/carts-2"));
    assertThat(shown.get("replication").toString()).isEqualTo("{\"us\":4}");
    assertThat(shown.get("conflicts").textValue()).isEqualTo("lww");
    assertThat(shown.get("read").intValue()).isEqualTo(2);
    assertThat(shown.get("write").textValue()).isEqualTo("each_quorum");
    assertThat(shown.get("readRepair").textValue()).isEqualTo("blocking");
  }

  @Test
  void moreReplicasThanASetCanHoldAreABadRequest() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 5 * 17; i++) {
      String id = "n" + i;
      members.add(new Member(0, id, "dc" + i % 5, "r" + i, 1, id, 1, 2, 3, 4));
    }
    Topology wide = Topology.form("wide", 1, members);
    assertThat(mistakes(wide, "{'dc0': 16, 'dc1': 16, 'dc2': 16, 'dc3': 16, 'dc4': 1}"))
        .containsExactly(
            "replication gives 65 replicas in all DCs together"
                + " ({dc0=16, dc1=16, dc2=16, dc3=16, dc4=1}): must be 1 to 64");
    assertThat(mistakes(wide, "{'dc0': 17}"))
        .containsExactly("replication.dc0=17: must be 0 to 16, the most replicas in one DC");
    assertThat(mistakes(wide, "{'dc0': 16, 'dc1': 16, 'dc2': 16, 'dc3': 16}")).isEmpty();
  }

  @Test
  void theDefaultsOfVeryManyDcsAreRefusedLikewise() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      String id = "n" + i;
      members.add(new Member(i, id, "dc" + i, "r", 1, id, 1, 2, 3, 4));
    }
    Topology one = Topology.form("many", 1, members.subList(0, 1));
    assertThat(
            KeyspaceDefinition.parse("ks", new byte[0], one.withJoined(members.subList(1, 65)))
                .mistakes())
        .hasSize(1)
        .allMatch(mistake -> mistake.detail().contains("65 replicas"))
        .allMatch(mistake -> mistake.detail().contains("must be 1 to 64"));
  }

  private static List<String> mistakes(Topology topology, String replication) {
    String json = "{\"replication\": " + replication.replace('\'', '"') + "}";
    return KeyspaceDefinition.parse("ks", json.getBytes(StandardCharsets.UTF_8), topology)
        .mistakes()
        .stream()
        .map(mistake -> mistake.detail())
        .toList();
  }

  @Test
  void theSameDefinitionAgainChangesNothing() throws Exception {
    api.put("/v1/keyspaces/users", "{}");
    long epoch = api.backend.topology.epoch();
    HttpResponse<byte[]> again = api.put("/v1/keyspaces/users", "{\"read\": \"quorum\"}");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(api.backend.topology.epoch()).isEqualTo(epoch);
  }

  @Test
  void whatIsThereIsNotChangedByCreatingIt() throws Exception {
    JsonNode before = json(api.put("/v1/keyspaces/users", "{\"write\": \"all\"}"));
    for (String definition : new String[] {"", "{}", "{\"read\": \"one\", \"write\": \"all\"}"}) {
      HttpResponse<byte[]> again = api.put("/v1/keyspaces/users", definition);
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(json(again).get("type").textValue()).isEqualTo("urn:atoll:error:keyspace-exists");
    }
    assertThat(json(api.put("/v1/keyspaces/users", "")).get("detail").textValue())
        .contains("'users' exists and differs", "write is all and not quorum", "PATCH");
    assertThat(json(api.get("/v1/keyspaces/users"))).isEqualTo(before);
    assertThat(api.backend.topology.epoch()).isEqualTo(2);
  }

  @Test
  void aCreationThatComesSecondIsToldSo() throws Exception {
    Topology before = api.backend.topology;
    api.put("/v1/keyspaces/users", "{\"write\": \"all\"}");
    api.backend.decides = api.backend.topology;
    api.backend.topology = before;
    assertThat(api.put("/v1/keyspaces/users", "{}").statusCode()).isEqualTo(409);
    assertThat(api.put("/v1/keyspaces/users", "{\"write\": \"all\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void aChangeLeavesWhatItDoesNotName() throws Exception {
    JsonNode before =
        json(
            api.put(
                "/v1/keyspaces/users",
                "{\"replication\": {\"us\": 2}, \"conflicts\": \"lww\", \"write\": \"all\","
                    + " \"readRepair\": \"blocking\"}"));
    HttpResponse<byte[]> changed = api.patch("/v1/keyspaces/users", "{\"read\": \"one\"}");
    assertThat(changed.statusCode()).isEqualTo(200);
    JsonNode after = json(changed);
    for (String field :
        new String[] {"name", "id", "replication", "conflicts", "write", "readRepair"}) {
      assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
    }
    assertThat(after.get("read").textValue()).isEqualTo("one");
    assertThat(before.get("readRepair").textValue()).isEqualTo("blocking");
    assertThat(json(api.get("/v1/keyspaces/users"))).isEqualTo(after);
    long epoch = api.backend.topology.epoch();
    for (String nothing : new String[] {"", "{}", "{\"write\": \"all\", \"read\": \"one\"}"}) {
      assertThat(api.patch("/v1/keyspaces/users", nothing).statusCode()).isEqualTo(200);
    }
    assertThat(api.backend.topology.epoch()).isEqualTo(epoch);
  }

  @Test
  void aChangeIsAppliedToWhatTheKeyspaceIsWhenItIsDecided() throws Exception {
    api.put("/v1/keyspaces/users", "{}");
    Topology seen = api.backend.topology;
    api.patch("/v1/keyspaces/users", "{\"write\": \"all\"}");
    api.backend.decides = api.backend.topology;
    api.backend.topology = seen;
    JsonNode both = json(api.patch("/v1/keyspaces/users", "{\"read\": \"one\"}"));
    assertThat(both.get("write").textValue()).isEqualTo("all");
    assertThat(both.get("read").textValue()).isEqualTo("one");
  }

  @Test
  void aChangeThatIsWrongChangesNothing() throws Exception {
    api.put("/v1/keyspaces/users", "{\"replication\": {\"us\": 2}}");
    long epoch = api.backend.topology.epoch();
    HttpResponse<byte[]> refused =
        api.patch("/v1/keyspaces/users", "{\"read\": 3, \"conflicts\": null, \"factor\": 1}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("read", "conflicts", "factor");
    assertThat(api.patch("/v1/keyspaces/others", "{}").statusCode()).isEqualTo(404);
    assertThat(api.backend.topology.epoch()).isEqualTo(epoch);
  }

  @Test
  void manyMistakesAreToldUpToABound() throws Exception {
    StringBuilder fields = new StringBuilder("{\"replication\": {\"mars0\": 1");
    for (int i = 1; i < 3_000; i++) {
      fields.append(",\"mars").append(i).append("\": 1");
    }
    HttpResponse<byte[]> refused = api.put("/v1/keyspaces/users", fields + "}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).get("errors")).hasSize(20);
    assertThat(refused.body()).hasSizeLessThan(10_000);
    assertThat(api.put("/v1/keyspaces/users", "{\"" + "x".repeat(60_000) + "\": 1}").body())
        .hasSizeLessThan(2_000);
  }

  @Test
  void onlySomeOfVeryManyKeyspacesAreNamed() throws Exception {
    for (int i = 0; i < 100; i++) {
      api.put("/v1/keyspaces/k" + i + "x".repeat(60), "{\"replication\": {\"us\": 1}}");
    }
    for (String uri : new String[] {"/v1/kv/none/k", "/v1/keyspaces/none", "/v1/ring/none/k"}) {
      HttpResponse<byte[]> unknown = api.get(uri);
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(json(unknown).get("keyspaces")).hasSize(20);
      assertThat(unknown.body()).hasSizeLessThan(4_000);
    }
    assertThat(json(api.get("/v1/keyspaces/none")).get("detail").textValue())
        .endsWith(" and 81 more");
  }

  @Test
  void allKeyspacesAreListed() throws Exception {
    api.put("/v1/keyspaces/users", "{}");
    JsonNode list = json(api.get("/v1/keyspaces"));
    assertThat(list.get("epoch").longValue()).isEqualTo(api.backend.topology.epoch());
    assertThat(list.get("keyspaces").findValuesAsText("name")).containsExactly("default", "users");
  }

  @Test
  void aDroppedKeyspaceIsGone() throws Exception {
    api.put("/v1/keyspaces/users", "{}");
    assertThat(api.delete("/v1/keyspaces/users").statusCode()).isEqualTo(204);
    HttpResponse<byte[]> gone = api.get("/v1/keyspaces/users");
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(json(gone).get("keyspaces").toString()).isEqualTo("[\"default\"]");
    assertThat(json(gone).get("detail").textValue()).contains("'users'", "default");
    assertThat(api.delete("/v1/keyspaces/users").statusCode()).isEqualTo(404);
  }

  @Test
  void everyMistakeIsToldAtOnce() throws Exception {
    HttpResponse<byte[]> refused =
        api.put(
            "/v1/keyspaces/Users",
            """
            {"replication": {"us": 9, "mars": 1, "eu": "2"}, "conflicts": "merge", "read": "most",
             "write": 0, "readRepair": "never", "factor": 3}
            """);
    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode problem = json(refused);
    assertThat(problem.get("type").textValue()).isEqualTo("urn:atoll:error:invalid-keyspace");
    assertThat(problem.get("errors").findValuesAsText("field"))
        .containsExactly(
            "name",
            "replication.us",
            "replication.mars",
            "replication.eu",
            "conflicts",
            "read",
            "write",
            "readRepair",
            "factor");
    assertThat(problem.get("detail").textValue())
        .contains(
            "0 to 4", "the DCs are eu, us", "siblings", "each_quorum", "\"blocking\"", "'factor'");
  }

  @Test
  void levelsThatCanNeverBeMetAreRefused() throws Exception {
    HttpResponse<byte[]> refused =
        api.put("/v1/keyspaces/users", "{\"write\": 3, \"replication\": {\"eu\": 2}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).get("detail").textValue()).contains("write=3", "2 replicas");
  }

  @Test
  void whatIsNoDefinitionIsRefused() throws Exception {
    for (String bad :
        new String[] {
          "{",
          "[]",
          "null",
          "1 2",
          "{} {}",
          "{\"read\":\"one\",\"read\":\"all\"}",
          "{\"replication\":{}}",
          "{\"replication\":[3]}",
          "{\"replication\":{\"us\":0}}",
          "{\"replication\":{\"us\":1.5}}",
          "{\"replication\":{\"us\":99999999999}}",
          "{\"conflicts\":null}",
          "{\"read\":{}}",
          "\u0000\uffff",
          "[".repeat(60_000)
        }) {
      HttpResponse<byte[]> refused = api.put("/v1/keyspaces/users", bad);
      assertThat(refused.statusCode()).as(bad.length() > 100 ? "deep" : bad).isEqualTo(400);
      assertThat(json(refused).get("errors")).as(bad.length() > 100 ? "deep" : bad).hasSize(1);
    }
    assertThat(api.backend.topology.epoch()).isEqualTo(1);
  }

  @Test
  void aDecisionThatFailsSaysWhy() throws Exception {
    api.backend.failure = new RequestFailure.Unavailable("2 of 7 voters are alive", 2, 4);
    HttpResponse<byte[]> failed = api.put("/v1/keyspaces/users", "{}");
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(json(failed).get("detail").textValue()).contains("voters");
    api.backend.failure = new IllegalArgumentException("keyspace 'users' exists");
    assertThat(api.put("/v1/keyspaces/users", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void parametersAreRefused() throws Exception {
    assertThat(api.get("/v1/keyspaces?limit=1").statusCode()).isEqualTo(400);
    assertThat(api.put("/v1/keyspaces/users?dry=1", "{}").statusCode()).isEqualTo(400);
  }
}
