package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.engine.CallFailure;
import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.ClientClosed;
import io.atoll.client.failure.ContextNotReached;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.NodeDefect;
import io.atoll.client.failure.NotEnoughAnswers;
import io.atoll.client.failure.NotSupported;
import io.atoll.client.failure.Overloaded;
import io.atoll.client.failure.StorageRefused;
import io.atoll.client.failure.TooManySiblings;
import io.atoll.client.failure.Unanswered;
import io.atoll.client.failure.Unavailable;
import io.atoll.client.failure.UnknownKeyspace;
import io.atoll.client.failure.Unreachable;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Each way to fail has a type of its own, which the stage fails with as it is. */
class FailuresTest {
  private static final Outcome SOME = new Outcome(9, 4, 5, 1, true);
  private final Given given = new Given();

  private static Map<FailureCode, Class<? extends AtollException>> types() {
    Map<FailureCode, Class<? extends AtollException>> types = new EnumMap<>(FailureCode.class);
    types.put(FailureCode.UNKNOWN_KEYSPACE, UnknownKeyspace.class);
    types.put(FailureCode.IMPOSSIBLE_LEVEL, InvalidRequest.class);
    types.put(FailureCode.UNAVAILABLE, Unavailable.class);
    types.put(FailureCode.NOT_ENOUGH_ANSWERS, NotEnoughAnswers.class);
    types.put(FailureCode.CONTEXT_NOT_REACHED, ContextNotReached.class);
    types.put(FailureCode.OVERLOADED, Overloaded.class);
    types.put(FailureCode.STORAGE_REFUSED, StorageRefused.class);
    types.put(FailureCode.TOO_MANY_SIBLINGS, TooManySiblings.class);
    types.put(FailureCode.INVALID_REQUEST, InvalidRequest.class);
    types.put(FailureCode.NOT_IMPLEMENTED, NotSupported.class);
    types.put(FailureCode.DEFECT, NodeDefect.class);
    return types;
  }

  @Property
  void whatANodeSaidIsKept(@ForAll FailureCode code, @ForAll boolean effect) {
    Throwable failure =
        write(new CallFailure(CallFailure.Kind.ANSWERED, code, SOME, effect, "it said so"));
    assertThat(failure).isExactlyInstanceOf(types().get(code));
    AtollException typed = (AtollException) failure;
    assertThat(typed.mayHaveTakenEffect()).isEqualTo(effect);
    assertThat(typed.outcome()).isEqualTo(SOME);
    assertThat(typed).hasMessage("write in keyspace 'users': it said so");
  }

  @Example
  void whatTheEngineMetHasItsType() {
    assertThat(write(CallFailure.Kind.UNREACHABLE)).isExactlyInstanceOf(Unreachable.class);
    assertThat(write(CallFailure.Kind.UNANSWERED)).isExactlyInstanceOf(Unanswered.class);
    assertThat(write(CallFailure.Kind.CLOSED)).isExactlyInstanceOf(ClientClosed.class);
    assertThat(write(CallFailure.Kind.OVERLOADED))
        .isInstanceOfSatisfying(
            Overloaded.class, e -> assertThat(e.where()).isEqualTo(Overloaded.Where.CLIENT));
    assertThat(
            write(
                new CallFailure(
                    CallFailure.Kind.ANSWERED, FailureCode.OVERLOADED, SOME, false, "busy")))
        .isInstanceOfSatisfying(
            Overloaded.class, e -> assertThat(e.where()).isEqualTo(Overloaded.Where.NODE));
  }

  @Example
  void aReadNeverHasAnEffect() {
    CompletionStage<Entry<String>> stage = given.users.get("ada");
    given
        .engine
        .take()
        .fail(new CallFailure(CallFailure.Kind.UNANSWERED, null, SOME, true, "silence"));
    assertThat(Given.failure(stage))
        .isInstanceOfSatisfying(Unanswered.class, e -> assertThat(e.mayHaveTakenEffect()).isFalse())
        .hasMessageStartingWith("read in keyspace 'users'");
  }

  @Example
  void whoeverIsChainedGetsItWrappedOnceAsAlways() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    CompletionStage<Written> stage = given.users.put("ada", "1");
    stage.thenAccept(written -> {}).whenComplete((done, failure) -> seen.set(failure));
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    assertThat(seen.get())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(Unavailable.class);
  }

  private Throwable write(CallFailure.Kind kind) {
    return write(new CallFailure(kind, null, Outcome.NONE, false, "it was so"));
  }

  private Throwable write(CallFailure failure) {
    CompletionStage<Written> stage = given.users.put("ada", "1");
    given.engine.take().fail(failure);
    return Given.failure(stage);
  }
}
