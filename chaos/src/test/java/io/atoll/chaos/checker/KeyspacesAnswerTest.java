package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Topology;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link KeyspacesAnswerWhileTheyAreThere}. */
class KeyspacesAnswerTest {
  private final HandMade made = new HandMade();
  private final Topology dropped = made.topology.withoutKeyspace(HandMade.LWW);
  private final Topology again =
      dropped.withKeyspace(HandMade.keyspace(HandMade.LWW, ConflictPolicy.LWW));

  KeyspacesAnswerTest() {
    made.history.epochs().told("a-0", dropped, 1);
    made.history.epochs().told("a-0", again, 2);
  }

  private List<String> found() {
    return new KeyspacesAnswerWhileTheyAreThere().check(made.evidence());
  }

  private Question question(long leastEpoch) {
    return new Question(
        "client", "a-0", "a", HandMade.LWW, HandMade.KEY, Named.ONE, 1_000, 1, leastEpoch);
  }

  private void read(long leastEpoch, long epoch) {
    Read read = made.history.read(question(leastEpoch), VersionVector.EMPTY, new BitSet());
    read.answered(made.answerIn(epoch), Siblings.EMPTY);
  }

  private void write(long epoch) {
    Write write = made.put(HandMade.LWW, Named.ONE, Siblings.EMPTY);
    made.made(write, 0, Siblings.EMPTY);
    write.ended(made.answerIn(epoch));
  }

  @Test
  void whoAsksWhileItIsThereIsAnswered() {
    read(0, made.topology.epoch());
    write(made.topology.epoch());
    read(dropped.epoch(), again.epoch());
    assertThat(found()).isEmpty();
  }

  @Test
  void aKeyspaceThatIsGoneDoesNotAnswer() {
    read(0, dropped.epoch());
    assertThat(found()).singleElement().asString().contains("which has no such keyspace");
  }

  @Test
  void aNodeThatKnowsThatItIsGoneDoesNotAnswer() {
    read(dropped.epoch(), made.topology.epoch());
    assertThat(found())
        .singleElement()
        .asString()
        .contains("by a node that had " + dropped.epoch());
  }

  @Test
  void aWriteIsNotMadeInTheKeyspaceThatWasThereBefore() {
    write(again.epoch());
    assertThat(found()).singleElement().asString().contains("made in keyspace 2");
  }
}
