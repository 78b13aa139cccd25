package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "-a", "A", "a b", "ä", "a.b"})
  void aKeyspaceNameOutsideTheRuleIsRefused(String name) {
    assertThatThrownBy(() -> Clusters.keyspace(name, "us", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keyspace name is '%s': must be 1 to 64 of a-z, 0-9, '_' and '-', starting with a letter"
                .formatted(name));
  }

  @Test
  void keyspaceNamesGoUpTo64() {
    assertThat(Clusters.keyspace("a".repeat(64), "us", 1).name()).hasSize(64);
    assertThatThrownBy(() -> Clusters.keyspace("a".repeat(65), "us", 1))
        .hasMessageContaining("1 to 64");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 17})
  void aFactorOutsideItsRangeIsRefused(int factor) {
    assertThatThrownBy(() -> Clusters.keyspace("users", "us", factor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "replication factor of keyspace users in dc us is %d: must be 1 to 16 (leave the dc out for none)"
                .formatted(factor));
  }

  @Test
  void aKeyspaceHasAtMost64ReplicasInAllDcsTogether() {
    Keyspace most = Clusters.keyspace("users", "a", 16, "b", 16, "c", 16, "d", 16);
    assertThat(most.replicas()).isEqualTo(64);
    assertThatThrownBy(() -> Clusters.keyspace("users", "a", 16, "b", 16, "c", 16, "d", 16, "e", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65 replicas together: must be at most 64");
  }

  @Test
  void aKeyspaceNeedsADcAndLevelsItCanReach() {
    assertThatThrownBy(() -> Clusters.keyspace("users"))
        .hasMessageStartingWith("replication of keyspace users names no dc");
    TreeMap<String, Integer> two = new TreeMap<>();
    two.put("us", 2);
    assertThatThrownBy(
            () ->
                new Keyspace(
                    0,
                    "users",
                    two,
                    ConflictPolicy.LWW,
                    new ConsistencyLevel.Count(3),
                    ConsistencyLevel.Named.ONE))
        .hasMessage("read level of keyspace users is 3: it has only 2 replicas");
  }

  @Test
  void theReplicationIsCopied() {
    TreeMap<String, Integer> replication = new TreeMap<>();
    replication.put("us", 2);
    Keyspace keyspace =
        new Keyspace(
            0,
            "users",
            replication,
            ConflictPolicy.LWW,
            ConsistencyLevel.Named.ONE,
            ConsistencyLevel.Named.ONE);
    replication.put("eu", 1);
    assertThat(keyspace.replicas()).isEqualTo(2);
    assertThat(keyspace.factor("eu")).isZero();
  }

  @Test
  void everyFieldOfAMemberIsChecked() {
    assertMember(
        () -> new Member(-1, "a", "us", "r", 1, "h", 1, 2, 3, 4), "number of node a is -1");
    assertMember(() -> new Member(0, "a b", "us", "r", 1, "h", 1, 2, 3, 4), "node id is 'a b'");
    assertMember(() -> new Member(0, null, "us", "r", 1, "h", 1, 2, 3, 4), "node id is missing");
    assertMember(() -> new Member(0, "a", "", "r", 1, "h", 1, 2, 3, 4), "dc of node a is ''");
    assertMember(() -> new Member(0, "a", "us", "/", 1, "h", 1, 2, 3, 4), "rack of node a is '/'");
    assertMember(() -> new Member(0, "a", "us", "r", 0, "h", 1, 2, 3, 4), "weight of node a is 0");
    assertMember(() -> new Member(0, "a", "us", "r", 1, " ", 1, 2, 3, 4), "host of node a is ' '");
    assertMember(
        () -> new Member(0, "a", "us", "r", 1, "h", 0, 2, 3, 4),
        "gossip port of node a is 0: must be 1 to 65535");
    assertMember(
        () -> new Member(0, "a", "us", "r", 1, "h", 1, 65536, 3, 4),
        "peer port of node a is 65536");
    assertMember(() -> new Member(0, "a", "us", "r", 1, "h", 1, 2, -3, 4), "http port of node a");
    assertMember(
        () -> new Member(0, "a", "us", "r", 1, "h", 1, 2, 3, 0), "client port of node a is 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one",
        "local_one",
        "quorum",
        "local_quorum",
        "each_quorum",
        "all",
        "1",
        "12",
        "9999"
      })
  void levelsReadBackAsWritten(String text) {
    assertThat(ConsistencyLevel.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "01", "-1", "10000", "QUORUM", "two", "1 ", "٣"})
  void otherLevelsAreRefusedWithWhatIsAllowed(String text) {
    assertThatThrownBy(() -> ConsistencyLevel.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a consistency level: must be one, local_one, quorum, local_quorum, each_quorum, all or a number from 1 to 9999"
                .formatted(text));
  }

  private static void assertMember(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
