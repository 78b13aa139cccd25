package io.atoll.chaos.session;

import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.chaos.history.Write;
import io.atoll.client.Context;
import io.atoll.client.Entry;
import io.atoll.client.Sibling;
import io.atoll.client.Updated;
import io.atoll.wire.ContextText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the model of one user's session: what its answers showed, by the marks in the values, and
 * what it wrote. Tells the history of every read. Of a user without a session it keeps nothing.
 */
final class Witness {
  private final String name;
  private final boolean inSession;
  private final SessionHistory sessions;
  private final Seen seen = new Seen();

  Witness(String name, boolean inSession, SessionHistory sessions) {
    this.name = name;
    this.inSession = inSession;
    this.sessions = sessions;
  }

  /** A put or delete is about to begin. */
  Operation begins(Place place) {
    return sessions.begin(name, seen.shown(place));
  }

  /**
   * The function of an update is called, and a write follows.
   *
   * @param shownBefore what the session had been shown when the update began
   */
  Operation changes(Place place, BitSet shownBefore, Optional<Marks> read) {
    BitSet shown = read.map(this::historyOf).orElseGet(BitSet::new);
    if (inSession) {
      seen.showed(place, shown);
    }
    shown.or(shownBefore);
    return sessions.begin(name, shown);
  }

  BitSet shown(Place place) {
    return seen.shown(place);
  }

  BitSet mustSee(Place place) {
    return seen.mustSee(place);
  }

  private BitSet historyOf(Marks marks) {
    BitSet all = new BitSet();
    marks.held().forEach(mark -> all.or(sessions.operation(mark).history()));
    return all;
  }

  /**
   * A read began.
   *
   * @return to be told what it showed
   */
  Reading reads(Place place, String through, long nowNanos) {
    return new Reading(place, through, nowNanos, mustSee(place), shown(place));
  }

  /** One read under way, or the read of an update. */
  final class Reading {
    private final Place place;
    private final String through;
    private final long invokedNanos;
    private final BitSet mustSee;
    private final BitSet shownBefore;

    private Reading(
        Place place, String through, long invokedNanos, BitSet mustSee, BitSet shownBefore) {
      this.place = place;
      this.through = through;
      this.invokedNanos = invokedNanos;
      this.mustSee = mustSee;
      this.shownBefore = shownBefore;
    }

    /** What the session had been shown when it began. */
    BitSet shownBefore() {
      return shownBefore;
    }

    void showed(Entry<Marks> entry) {
      showed(entry.siblings().stream().map(Sibling::value).toList(), entry.context());
    }

    /** The context of an update stands for what it read and, beyond that, for its write alone. */
    void showed(Updated<Marks> updated) {
      showed(updated.before().stream().toList(), updated.context());
    }

    private void showed(List<Marks> values, Context context) {
      if (!inSession) {
        return;
      }
      BitSet saw = new BitSet();
      List<Write> writes = new ArrayList<>();
      for (Marks value : values) {
        saw.or(historyOf(value));
        if (value.by() != Marks.MERGED) {
          writes.addAll(sessions.operation(value.by()).writes());
        }
      }
      for (Write delete : sessions.deletesIn(place, causal(context))) {
        saw.or(delete.history());
        writes.add(delete);
      }
      sessions.answered(
          new SessionRead(
              name,
              through,
              place.keyspace(),
              place.key(),
              invokedNanos,
              mustSee,
              saw,
              List.copyOf(writes)));
      seen.showed(place, saw);
    }
  }

  /**
   * A write was answered. Its context stands for what its session had seen and, where it says so,
   * for the write itself.
   */
  void wrote(Place place, Operation operation, Context context) {
    if (!operation.isAcknowledged()) {
      sessions.mistake(
          "%s was told that %s is done, and no node had said so"
              .formatted(name, operation.writes()));
    }
    if (!inSession) {
      return;
    }
    BitSet own = new BitSet();
    operation.writes().forEach(write -> own.set(write.id()));
    seen.did(place, own);
    CausalContext now = causal(context);
    if (operation.writes().stream().allMatch(w -> w.dots().stream().anyMatch(now::contains))) {
      seen.showed(place, operation.history());
    }
  }

  private static CausalContext causal(Context context) {
    return context.isEmpty()
        ? CausalContext.EMPTY
        : ContextSeal.unsealed(ContextText.parse(context.toText()));
  }
}
