package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.history.Change;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangesStayTest {
  private static final Keyspace MADE = HandMade.keyspace("made", ConflictPolicy.SIBLINGS);
  private static final Keyspace CHANGED = HandMade.keyspace("made", ConflictPolicy.LWW);

  private final HandMade made = new HandMade();
  private final Topology first = made.topology;
  private final Topology second = first.withKeyspace(MADE);
  private final Topology third = second.withoutKeyspace("made");

  ChangesStayTest() {
    done(
        asked(Change.Kind.CREATE, HandMade.keyspace(HandMade.LWW, ConflictPolicy.LWW)),
        first.epoch());
  }

  private Change asked(Change.Kind kind, Keyspace keyspace) {
    return made.history.change(
        new Change(
            kind, keyspace.name(), kind == Change.Kind.DROP ? null : keyspace, "a-1", made.tick()));
  }

  private Change done(Change change, long epoch) {
    change.decided(epoch, made.tick());
    return change;
  }

  private void seen(Topology topology) {
    made.history.epochs().saw("a-2", topology, made.tick());
  }

  /** What is found when this is the newest topology in the end. */
  private List<String> found(Topology newest) {
    return new ChangesStay().check(new Evidence(made.history, null, newest, Map.of(), null, null));
  }

  @Test
  void aLogOfWhatWasAskedForIsGood() {
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    seen(second);
    done(asked(Change.Kind.DROP, MADE), third.epoch());
    seen(third);
    Topology again = third.withKeyspace(MADE);
    asked(Change.Kind.CREATE, MADE).failed("in doubt", false, made.tick());
    seen(again);
    Topology changed = again.withChangedKeyspace(CHANGED);
    done(asked(Change.Kind.CHANGE, CHANGED), changed.epoch());
    seen(changed);
    assertThat(found(changed)).isEmpty();
  }

  @Test
  void whoAskForTheSameAtTheSameTimeMayBeToldTheSameEpoch() {
    Change one = asked(Change.Kind.CREATE, MADE);
    Change other = asked(Change.Kind.CREATE, MADE);
    done(one, second.epoch());
    done(other, second.epoch());
    seen(second);
    assertThat(found(second)).isEmpty();
  }

  @Test
  void aChangeIsNotDoneByWhatWasUndoneBeforeItWasAskedFor() {
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    seen(second);
    done(asked(Change.Kind.DROP, MADE), third.epoch());
    seen(third);
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    assertThat(found(third)).singleElement().asString().contains("had ended when somebody asked");
  }

  @Test
  void aChangeThatWasReportedDoneIsNotForgotten() {
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    assertThat(found(first)).singleElement().asString().contains("forgotten");
  }

  @Test
  void aChangeThatLostItsEpochIsNotReportedDone() {
    Keyspace other = HandMade.keyspace("other", ConflictPolicy.SIBLINGS);
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    asked(Change.Kind.CREATE, other);
    seen(first.withKeyspace(other));
    assertThat(found(second)).singleElement().asString().contains("is not in its epoch");
  }

  @Test
  void anEpochThatNobodyAskedForIsFound() {
    seen(second);
    assertThat(found(second)).singleElement().asString().contains("nobody asked for epoch");
    asked(Change.Kind.CREATE, MADE).failed("nothing was attempted", true, made.tick());
    assertThat(found(second)).hasSize(1);
  }

  @Test
  void aChangeThatIsDecidedBeforeItIsAskedForIsFound() {
    seen(second);
    asked(Change.Kind.CREATE, MADE);
    assertThat(found(second)).singleElement().asString().contains("nobody asked for epoch");
  }

  @Test
  void anEpochHasOneContent() {
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    seen(second);
    made.history.epochs().saw("a-1", first.withKeyspace(CHANGED), made.tick());
    assertThat(found(second))
        .singleElement()
        .asString()
        .contains("a-1 has epoch " + second.epoch());
  }

  @Test
  void aNodeForgetsNoEpochUnlessItsDiskDid() {
    done(asked(Change.Kind.CREATE, MADE), second.epoch());
    seen(second);
    seen(first);
    assertThat(found(second)).singleElement().asString().contains("went back");
    made.history.harmed("a-2", made.tick());
    assertThat(found(second)).isEmpty();
  }
}
