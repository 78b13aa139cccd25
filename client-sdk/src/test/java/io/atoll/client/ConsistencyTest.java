package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.wire.LevelCode;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConsistencyTest {
  @Example
  void everyNameIsReadAsItsLevel() {
    List<String> names =
        List.of("one", "local_one", "quorum", "local_quorum", "each_quorum", "all");
    for (int i = 0; i < names.size(); i++) {
      Consistency level = Consistency.parse(names.get(i));
      assertThat(level.code()).isEqualTo(LevelCode.ONE + i);
      assertThat(level).hasToString(names.get(i));
    }
    assertThat(Consistency.parse("QUORUM")).isSameAs(Consistency.QUORUM);
  }

  @Property
  void everyNumberIsReadAsSoManyReplicas(@ForAll @IntRange(min = 1, max = 9_999) int count) {
    Consistency level = Consistency.replicas(count);
    assertThat(level.code()).isEqualTo(LevelCode.COUNT + count);
    assertThat(LevelCode.isValid(level.code())).isTrue();
    assertThat(Consistency.parse(level.toString())).isEqualTo(level).hasSameHashCodeAs(level);
  }

  @Example
  void whatIsNoLevelIsNamed() {
    for (String text : List.of("", "0", "01", "10000", "two", "keyspace default", "-1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Consistency.parse(text))
          .withMessageContaining("'" + text + "'")
          .withMessageContaining("each_quorum");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Consistency.replicas(0))
        .withMessageContaining("count is 0");
  }
}
