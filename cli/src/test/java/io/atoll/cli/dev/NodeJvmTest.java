package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.Main;
import org.junit.jupiter.api.Test;

class NodeJvmTest {
  @Test
  void theEntryIsTheOneOfTheCommand() {
    assertThat(NodeJvm.MAIN).isEqualTo(Main.class.getName());
  }
}
