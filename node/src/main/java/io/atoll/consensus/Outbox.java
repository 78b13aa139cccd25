package io.atoll.consensus;

import io.atoll.consensus.Effect.Outward;
import io.atoll.consensus.Effect.Persist;
import io.atoll.consensus.Effect.Send;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The effects of one call, in order. Whenever the durable state has changed, the next outward
 * effect is preceded by a {@link Persist}: so no message and no news can tell of a state that a
 * crash would undo, whatever the protocol code does. Messages of the node to itself stay inside.
 */
final class Outbox {
  private final String self;
  private final Supplier<byte[]> durableState;
  private final ArrayDeque<Message> toSelf = new ArrayDeque<>();
  private List<Effect> effects = new ArrayList<>();
  private boolean changed;

  Outbox(String self, Supplier<byte[]> durableState) {
    this.self = self;
    this.durableState = durableState;
  }

  /** The durable state is another than before. */
  void changed() {
    changed = true;
  }

  void send(String to, Message message) {
    if (to.equals(self)) {
      toSelf.add(message);
    } else {
      emit(new Send(to, message));
    }
  }

  void emit(Outward effect) {
    persist();
    effects.add(effect);
  }

  /** The next message of the node to itself, or null. */
  Message pollToSelf() {
    return toSelf.poll();
  }

  /** What there is to do since the last time. */
  List<Effect> take() {
    persist();
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  private void persist() {
    if (changed) {
      changed = false;
      effects.add(new Persist(durableState.get()));
    }
  }
}
