package io.atoll.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is dealt out of a limit. */
class DescriptorsTest {
  @ParameterizedTest
  @ValueSource(ints = {512, 1_024, 2_048, 4_096, 65_536, 1 << 20})
  void clientsAndFilesLeaveTheReserve(int limit) {
    Descriptors descriptors = new Descriptors(limit);
    assertThat(descriptors.forConnections() + descriptors.forFiles())
        .isBetween(1, limit - 256 - (limit - 256) / 8);
    assertThat(descriptors.forConnections()).isGreaterThan(descriptors.forFiles());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64, 256, 300})
  void evenThePartOfOneOfManyServersIsSomething(int limit) {
    Descriptors descriptors = new Descriptors(limit);
    assertThat(descriptors.forConnections()).isPositive();
    assertThat(descriptors.forFiles()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aLimitThatIsTooLowIsRefusedInOneLine() {
    assertThatCode(() -> new Descriptors(512).requireLeast("a node")).doesNotThrowAnyException();
    assertThatThrownBy(() -> new Descriptors(511).requireLeast("a node"))
        .isInstanceOf(TooFewDescriptorsException.class)
        .hasMessage(
            "the process may open 511 files (ulimit -n) and a node needs 512, better 65536:"
                + " raise the limit with ulimit -n, or LimitNOFILE= of its service");
  }

  @Test
  void aProcessHasALimit() {
    assertThat(Descriptors.ofProcess().limit()).isBetween(1, 1 << 20);
    assertThat(new Descriptors(1_000).dividedBy(10)).isEqualTo(new Descriptors(100));
  }
}
