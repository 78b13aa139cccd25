package io.atoll.server.http;

import static io.atoll.server.http.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterApiTest {
  private static ApiFixture api;

  @BeforeAll
  static void open() {
    api = new ApiFixture();
  }

  @AfterAll
  static void close() {
    api.close();
  }

  @Test
  void theClusterIsShownAsThisNodeBelievesItToBe() throws Exception {
    JsonNode cluster = json(api.get("/v1/cluster"));
    assertThat(cluster.get("cluster").textValue()).isEqualTo("islands");
    assertThat(cluster.get("epoch").intValue()).isEqualTo(1);
    assertThat(cluster.get("partitions").intValue()).isEqualTo(16);
    assertThat(cluster.get("node").textValue()).isEqualTo("us-1");
    assertThat(cluster.get("nodes").findValuesAsText("id"))
        .containsExactly("eu-1", "eu-2", "us-1", "us-2", "us-3", "us-4");
    JsonNode self = cluster.get("nodes").get(2);
    Member member = api.backend.topology.member("us-1");
    assertThat(self.get("number").intValue()).isEqualTo(2);
    assertThat(self.get("dc").textValue()).isEqualTo("us");
    assertThat(self.get("rack").textValue()).isEqualTo("r1");
    assertThat(self.get("weight").intValue()).isEqualTo(1);
    assertThat(self.get("host").textValue()).isEqualTo("127.0.0.1");
    assertThat(self.get("ports").get("http").intValue()).isEqualTo(member.httpPort());
    assertThat(self.get("ports").get("client").intValue()).isEqualTo(member.clientPort());
    assertThat(self.get("state").textValue()).isEqualTo("alive");
    assertThat(self.get("keys").longValue()).isEqualTo(12);
    assertThat(self.get("bytes").longValue()).isEqualTo(3456);
    assertThat(self.get("epoch").longValue()).isEqualTo(1);
    assertThat(self.get("writable").booleanValue()).isTrue();
    JsonNode dead = cluster.get("nodes").get(0);
    assertThat(dead.get("state").textValue()).isEqualTo("down");
    assertThat(dead.get("keys").isNull()).isTrue();
    assertThat(dead.get("bytes").isNull()).isTrue();
    assertThat(dead.get("epoch").isNull()).isTrue();
    assertThat(dead.get("writable").isNull()).isTrue();
    assertThat(cluster.get("nodes").get(3).get("state").textValue()).isEqualTo("suspect");
    assertThat(cluster.get("nodes").get(3).get("writable").booleanValue()).isFalse();
  }

  @Test
  void theClusterTellsWhetherGossipOrRequestsDoNotGetThrough() throws Exception {
    JsonNode nodes = json(api.get("/v1/cluster")).get("nodes");
    JsonNode withoutGossip = nodes.get(2);
    assertThat(withoutGossip.get("state").textValue()).isEqualTo("alive");
    assertThat(withoutGossip.get("gossip").textValue()).isEqualTo("down");
    assertThat(withoutGossip.get("requests").textValue()).isEqualTo("answers");
    JsonNode silent = nodes.get(0);
    assertThat(silent.get("state").textValue()).isEqualTo("down");
    assertThat(silent.get("gossip").textValue()).isEqualTo("alive");
    assertThat(silent.get("requests").textValue()).isEqualTo("silent");
    assertThat(silent.get("clockAheadSeconds").isNull()).isTrue();
    JsonNode ahead = nodes.get(3);
    assertThat(ahead.get("requests").textValue()).isEqualTo("unknown");
    assertThat(ahead.get("clockAheadSeconds").doubleValue()).isEqualTo(31_536_000);
  }

  @Test
  void theSharesOfADcAddUpToItsReplicas() throws Exception {
    double eu = 0;
    double us = 0;
    for (JsonNode node : json(api.get("/v1/cluster")).get("nodes")) {
      double share = node.get("share").doubleValue();
      assertThat(share).isBetween(0.0, 1.0);
      if (node.get("dc").textValue().equals("eu")) {
        eu += share;
      } else {
        us += share;
      }
    }
    assertThat(eu).isCloseTo(2, within(1e-9));
    assertThat(us).isCloseTo(3, within(1e-9));
  }

  @Test
  void theRingIsTheClaim() throws Exception {
    JsonNode ring = json(api.get("/v1/ring"));
    assertThat(ring.get("partitions").intValue()).isEqualTo(16);
    assertThat(ring.get("members").get("2").textValue()).isEqualTo("us-1");
    assertThat(ring.get("claim").properties()).hasSize(2);
    JsonNode us = ring.get("claim").get("us");
    assertThat(us).hasSize(16);
    for (int partition = 0; partition < 16; partition++) {
      int[] owners = api.backend.topology.claim().owners("us", partition);
      assertThat(us.get(partition)).hasSize(3);
      for (int slot = 0; slot < 3; slot++) {
        assertThat(us.get(partition).get(slot).intValue()).isEqualTo(owners[slot]);
      }
    }
  }

  @Test
  void theReplicasOfAKeyAreThoseOfItsPreferenceList() throws Exception {
    JsonNode answer = json(api.get("/v1/ring/default/some%20key"));
    Keyspace keyspace = api.backend.topology.keyspaces().get("default");
    long token = Tokens.of(keyspace.id(), "some key".getBytes(StandardCharsets.UTF_8));
    assertThat(answer.get("keyspace").textValue()).isEqualTo("default");
    assertThat(answer.get("key").textValue()).isEqualTo("c29tZSBrZXk=");
    assertThat(Long.parseUnsignedLong(answer.get("token").textValue(), 16)).isEqualTo(token);
    assertThat(answer.get("epoch").intValue()).isEqualTo(1);
    var expected = api.backend.topology.preferenceList(keyspace, token);
    assertThat(answer.get("partition").intValue()).isEqualTo(expected.partition());
    List<String> ids = new ArrayList<>();
    expected.replicas().forEach(member -> ids.add(member.nodeId()));
    assertThat(answer.get("replicas").findValuesAsText("id")).isEqualTo(ids).hasSize(5);
    assertThat(answer.get("replicas").findValuesAsText("state")).contains("down", "alive");
  }

  @Test
  void mistakesInRingQuestionsAreTold() throws Exception {
    assertThat(api.get("/v1/ring/nowhere/k").statusCode()).isEqualTo(404);
    assertThat(api.get("/v1/ring/default/").statusCode()).isEqualTo(400);
    assertThat(api.get("/v1/ring/default/" + "k".repeat(11_000)).statusCode()).isEqualTo(414);
    assertThat(api.get("/v1/ring/default").statusCode()).isEqualTo(404);
    assertThat(api.get("/v1/ring?epoch=1").statusCode()).isEqualTo(400);
    assertThat(api.call("POST", "/v1/ring").statusCode()).isEqualTo(405);
    assertThat(api.call("HEAD", "/v1/cluster").statusCode()).isEqualTo(200);
  }
}
