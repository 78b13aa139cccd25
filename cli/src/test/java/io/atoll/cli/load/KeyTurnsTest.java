package io.atoll.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTurnsTest {
  private final KeyTurns turns = new KeyTurns();
  private final Map<String, Promise<Void>> begun = new HashMap<>();
  private final List<String> order = new ArrayList<>();

  @Test
  void theLaterOfOneKeyWaitsAndOtherKeysDoNot() {
    begin("a", "a1");
    Future<Void> second = begin("a", "a2");
    begin("a", "a3");
    begin("b", "b1");
    assertThat(order).containsExactly("a1", "b1");

    begun.get("a1").complete();
    assertThat(order).containsExactly("a1", "b1", "a2");
    assertThat(second.isComplete()).isFalse();
    begun.get("a2").complete();
    assertThat(second.isComplete()).isTrue();
    begun.get("a3").complete();
    begin("a", "a4");
    assertThat(order).containsExactly("a1", "b1", "a2", "a3", "a4");
  }

  private Future<Void> begin(String key, String what) {
    return turns.inTurn(
        key.getBytes(StandardCharsets.UTF_8),
        () -> {
          order.add(what);
          return begun.computeIfAbsent(what, name -> Promise.promise()).future();
        });
  }
}
