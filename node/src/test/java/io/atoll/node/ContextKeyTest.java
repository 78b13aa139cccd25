package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.MalformedContextException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All nodes of a cluster have the same key, and no other cluster has. */
class ContextKeyTest {
  private static final byte[] SECRET = bytes("a secret of a cluster");
  private static final Genesis GENESIS = new Genesis("a in us/r1; partitions 64");
  private static final byte[] KEY = {1};

  /** Those of RFC 7914, section 11. */
  @Test
  void theVectorsOfTheStandardAreMet() {
    assertThat(hex(ContextKey.derived(bytes("passwd"), bytes("salt"), 1)))
        .isEqualTo("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    assertThat(hex(ContextKey.derived(bytes("Password"), bytes("NaCl"), 80_000)))
        .isEqualTo("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
  }

  @Test
  void aNodeOpensWhatAnotherSealedOrItselfBeforeARestart() {
    byte[] sealed = seal(SECRET, "isles", GENESIS).seal(1, KEY, CausalContext.EMPTY);
    assertThat(seal(SECRET.clone(), "isles", new Genesis(GENESIS.text())).open(1, KEY, sealed))
        .isEqualTo(CausalContext.EMPTY);
  }

  @Test
  void anotherClusterIsOneOfAnotherSecretNameOrGenesis() {
    byte[] sealed = seal(SECRET, "isles", GENESIS).seal(1, KEY, CausalContext.EMPTY);
    for (ContextSeal other :
        List.of(
            seal(bytes("another secret of one"), "isles", GENESIS),
            seal(new byte[0], "isles", GENESIS),
            seal(SECRET, "atolls", GENESIS),
            seal(SECRET, "isles", new Genesis("a in us/r2; partitions 64")))) {
      assertThatThrownBy(() -> other.open(1, KEY, sealed))
          .isInstanceOf(MalformedContextException.class)
          .hasMessageContaining("by another cluster");
    }
  }

  @Test
  void withoutASecretContextsAreBoundAllTheSame() {
    ContextSeal seal = seal(new byte[0], "isles", GENESIS);
    byte[] sealed = seal.seal(1, KEY, CausalContext.EMPTY);
    assertThat(seal.open(1, KEY, sealed)).isEqualTo(CausalContext.EMPTY);
    assertThatThrownBy(() -> seal.open(2, KEY, sealed))
        .isInstanceOf(MalformedContextException.class);
  }

  private static ContextSeal seal(byte[] secret, String cluster, Genesis genesis) {
    return ContextKey.seal(secret, cluster, genesis);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
