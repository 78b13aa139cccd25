package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.Main;
import org.junit.jupiter.api.Test;

class NodeJvmTest {
  @Test
  void aNodeWithoutMemoryEnds() {
    assertThat(NodeJvm.likeThis(1).flags()).containsOnlyOnce(NodeJvm.EXIT_ON_OOM);
    assertThat(NodeJvm.lightLikeThis(64).flags()).containsOnlyOnce(NodeJvm.EXIT_ON_OOM);
  }

  @Test
  void theEntryIsTheOneOfTheCommand() {
    assertThat(NodeJvm.MAIN).isEqualTo(Main.class.getName());
  }
}
