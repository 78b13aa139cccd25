package io.atoll.bench.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplicaSetBenchTest {
  @Test
  void bothWaysCountTheSame() {
    CountedWrite byBits = new CountedByBits();
    CountedWrite bySets = new CountedBySets();
    for (int salt = 0; salt < 1_000; salt++) {
      assertThat(bySets.count(salt)).as("write %d", salt).isEqualTo(byBits.count(salt));
    }
  }

  @Test
  void figuresArePrintedForBoth() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReplicaSetBench(1).run(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("bare bits ").contains("ReplicaSet ");
  }
}
