package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.atoll.wire.Tokens;
import java.util.List;

/**
 * One request of a user from the call to its end, through all its attempts. Made on the caller's
 * thread, then owned by one loop. The {@link Dispatcher} is who changes it.
 */
abstract sealed class Call extends TickWheel.Entry implements Inbox.Submission
    permits ReadCall, WriteCall {
  private static final int OVERHEAD_BYTES = 64;
  private static final int MOST_BYTES = Protocol.MAX_FRAME_BYTES - (64 << 10);

  /** Where it stands. */
  enum Phase {
    /** It waits for a view that has its keyspace. */
    REFRESHING,
    /** At least one attempt is in progress. */
    ASKING,
    /** No node takes it now; one may soon. */
    PARKED,
    /** An attempt failed, the next one comes after a pause. */
    PAUSING,
    ENDED
  }

  final String keyspace;
  final CallTerms terms;
  final int bytes;
  final long startedNanos;
  final long deadlineNanos;

  /** What its keyspace is; null while no view has it. */
  ClusterView.KeyspaceView keyspaceView;

  long token;
  int level;

  Dispatcher dispatcher;
  Phase phase = Phase.PARKED;
  Attempt lastAttempt;
  int attempts;
  int underWay;

  /** How often it waited for overloaded nodes, as one that is paced. */
  int pauses;

  /** Whether some attempt that has ended may have had an effect. */
  boolean uncertain;

  /** Whether it has waited for a newer view already. */
  boolean refreshed;

  Response.Failed lastFailed;
  String lastTrouble;

  Call(String keyspace, CallTerms terms, int bytes, long nowNanos) {
    this.keyspace = keyspace;
    this.terms = terms;
    this.bytes = OVERHEAD_BYTES + bytes;
    this.startedNanos = nowNanos;
    this.deadlineNanos = nowNanos + terms.timeoutMs() * 1_000_000L;
  }

  /** What it is for. */
  abstract EngineStats.Operation operation();

  abstract byte[] key();

  /** The request of one attempt. */
  abstract Request request(Request.Terms attemptTerms);

  /** Whether a response is the success of this request. */
  abstract boolean isAnsweredBy(Response response);

  /** Tells the listener of such a response. */
  abstract void answer(Response response);

  abstract void fail(CallFailure failure);

  /** Why no node could even read it, null when it can be sent. */
  String invalidity() {
    return bytes > MOST_BYTES
        ? "key, value and contexts have %d bytes: at most %d can be sent"
            .formatted(bytes, MOST_BYTES)
        : null;
  }

  /** The same, for contexts. */
  static String invalidity(List<byte[]> contexts) {
    return contexts.size() > Protocol.MAX_CONTEXTS
        ? "there are %d contexts: at most %d can be sent"
            .formatted(contexts.size(), Protocol.MAX_CONTEXTS)
        : null;
  }

  abstract int defaultLevel(ClusterView.KeyspaceView view);

  /** Finds out the keyspace; false when the view has none of that name. */
  final boolean resolve(ClusterView view) {
    ClusterView.KeyspaceView found = view.keyspaces().get(keyspace);
    if (found == null) {
      return false;
    }
    if (keyspaceView == null || found.id() != keyspaceView.id()) {
      token = Tokens.of(found.id(), key());
    }
    keyspaceView = found;
    level = terms.level() == LevelCode.DEFAULT ? defaultLevel(found) : terms.level();
    return true;
  }

  final boolean isRead() {
    return operation() == EngineStats.Operation.READ;
  }

  /** Whether another attempt does no harm although one may have had, or may still have, effect. */
  final boolean isRepeatable() {
    return terms.repeatable() || isRead();
  }

  /** Whether its level speaks of the DC of the node that it is sent to. */
  final boolean isLocal() {
    return level == LevelCode.LOCAL_ONE || level == LevelCode.LOCAL_QUORUM;
  }

  /** Whether a node was asked already. */
  final boolean wasSentTo(NodeLink link) {
    for (Attempt each = lastAttempt; each != null; each = each.earlier) {
      if (each.link == link) {
        return true;
      }
    }
    return false;
  }

  /** Whether a node owes it an answer. */
  final boolean isUnderWayAt(NodeLink link) {
    for (Attempt each = lastAttempt; each != null; each = each.earlier) {
      if (each.link == link && !each.ended) {
        return true;
      }
    }
    return false;
  }

  /** Whether a write may have been done, or may still be. */
  final boolean mayHaveTakenEffect() {
    if (isRead()) {
      return false;
    }
    if (uncertain) {
      return true;
    }
    for (Attempt each = lastAttempt; each != null; each = each.earlier) {
      if (!each.ended) {
        return true;
      }
    }
    return false;
  }

  final boolean hasEnded() {
    return phase == Phase.ENDED;
  }

  @Override
  public final void start(Dispatcher on) {
    on.start(this);
  }

  @Override
  final void due(long nowNanos) {
    dispatcher.due(this, nowNanos);
  }

  static int sizeOf(List<byte[]> contexts) {
    int size = 0;
    for (byte[] context : contexts) {
      size += context.length;
    }
    return size;
  }
}
