package io.atoll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningCluster.Extension.class)
class ShoppingCartTest {
  @Test
  void theStoryEndsAsItIsTold(RunningCluster cluster) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ShoppingCart.run(
        cluster.here("127.0.0.1:7403"),
        cluster.here("127.0.0.1:7503"),
        new PrintStream(said, true, StandardCharsets.UTF_8));
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.subList(0, 4))
        .containsExactly(
            "merged: {milk=1, tea=2}",
            "updated: {milk=1, tea=3}",
            "bought: true",
            "followed: {coffee=1}");
    assertThat(lines.subList(4, lines.size()))
        .singleElement()
        .asString()
        .startsWith("failed: make the keyspace first")
        .contains("carts-of-2019");
  }

  @Test
  void cartsMergeToTheSameInAnyOrder() {
    Cart a = Cart.EMPTY.with("tea", 2).with("milk", 1);
    Cart b = Cart.EMPTY.with("tea", 1).with("bread", 1);
    Cart merged = Cart.merge(List.of(a, b));
    assertThat(merged).isEqualTo(Cart.merge(List.of(b, a, b)));
    assertThat(merged.items()).containsOnlyKeys("bread", "milk", "tea").containsEntry("tea", 2);
  }
}
