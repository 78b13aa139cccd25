package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.EncodedSiblings;
import io.atoll.env.Timers;
import io.atoll.hints.HintsProtocol;
import io.atoll.hints.Pace;
import io.atoll.hints.Parcel;
import io.atoll.hints.Receipt;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.repair.KeyPlace;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings another replica the states of some keys, at the pace at which it takes them. Lives on one
 * loop, and comes to an end whatever becomes of the other.
 */
final class StatePush {
  private static final int PARCEL_BYTES = 64 << 10;
  private static final int PARCEL_ENTRIES = 256;
  private static final long DELIVER_TIMEOUT_MS = 5_000;
  private static final long SLOW_MICROS = 50_000;

  private final int member;
  private final Keyspace keyspace;
  private final List<KeyPlace> places;
  private final Pace pace;
  private final Doors doors;
  private final Promise<Pushed> end = Promise.promise();
  private List<Parcel.Entry> entries = new ArrayList<>();
  private int entriesBytes;
  private int next;
  private boolean reading;
  private boolean resting;
  private int parcels;
  private long bytesUnderWay;
  private int takenKeys;
  private long takenBytes;
  private boolean slow;
  private String refusal = "";

  /** What it needs of its node. */
  record Doors(LocalReplicas local, TopologyFeed topology, Peers peers, Timers timers) {}

  /**
   * What came of it.
   *
   * @param keys that the other has on its disk now
   * @param bytes of their keys and states
   * @param slow whether it took long to take them
   * @param refusal why it did not take others; empty where it took all
   */
  record Pushed(int keys, long bytes, boolean slow, String refusal) {}

  /**
   * @param member the other replica, by its number
   * @param pace of the other
   */
  StatePush(int member, Keyspace keyspace, List<KeyPlace> places, Pace pace, Doors doors) {
    this.member = member;
    this.keyspace = keyspace;
    this.places = places;
    this.pace = pace;
    this.doors = doors;
  }

  /**
   * @return never fails
   */
  Future<Pushed> begin() {
    goOn();
    return end.future();
  }

  private void goOn() {
    while (!reading && !resting && refusal.isEmpty() && bytesUnderWay < pace.windowBytes()) {
      if (next == places.size()) {
        if (entries.isEmpty()) {
          break;
        }
        send();
        continue;
      }
      KeyPlace place = places.get(next);
      Future<byte[]> state = doors.local.readEncoded(keyspace, place.token(), place.key());
      if (state.isComplete()) {
        took(place, state);
        continue;
      }
      reading = true;
      state.onComplete(
          read -> {
            reading = false;
            took(place, state);
            goOn();
          });
    }
    boolean isOver = next == places.size() && entries.isEmpty();
    if (parcels == 0 && !reading && !resting && (isOver || !refusal.isEmpty())) {
      end.tryComplete(new Pushed(takenKeys, takenBytes, slow, refusal));
    }
  }

  private void took(KeyPlace place, Future<byte[]> state) {
    next++;
    if (state.failed()) {
      refusal = String.valueOf(state.cause().getMessage());
      return;
    }
    if (isNothing(state.result())) {
      return;
    }
    Parcel.Entry entry = new Parcel.Entry(keyspace.id(), place.key(), state.result());
    if (!entries.isEmpty() && entriesBytes + entry.sizeBytes() > PARCEL_BYTES) {
      send();
    }
    entries.add(entry);
    entriesBytes += entry.sizeBytes();
    if (entriesBytes >= PARCEL_BYTES || entries.size() == PARCEL_ENTRIES) {
      send();
    }
  }

  /** The key may have been dropped meanwhile. */
  private static boolean isNothing(byte[] state) {
    try {
      return EncodedSiblings.context(state).isEmpty();
    } catch (MalformedBytesException damaged) {
      return true;
    }
  }

  private void send() {
    Sending sending = new Sending(entries.size(), entriesBytes);
    Parcel parcel = new Parcel(doors.topology.newest().epoch(), entries);
    entries = new ArrayList<>();
    entriesBytes = 0;
    parcels++;
    bytesUnderWay += sending.bytes;
    sending.begin(parcel);
  }

  /** One parcel on its way. */
  private final class Sending implements Peers.Listener<Receipt> {
    private final int count;
    private final int bytes;
    private Peers.Call call;

    Sending(int count, int bytes) {
      this.count = count;
      this.bytes = bytes;
    }

    void begin(Parcel parcel) {
      call = doors.peers.call(member, HintsProtocol.DELIVER, parcel, DELIVER_TIMEOUT_MS, this);
      if (call == null) {
        // Within the caller's loop over the keys, which ends by it.
        refused("not connected");
      }
    }

    @Override
    public void replied(Receipt receipt) {
      call.close();
      doors.topology.seen(member, receipt.epoch());
      int durable = 0;
      for (boolean each : receipt.durable()) {
        durable += each ? 1 : 0;
      }
      arrived();
      slow |= receipt.waitedMicros() > SLOW_MICROS;
      takenKeys += durable;
      if (durable == count) {
        takenBytes += bytes;
        rest(pace.taken(receipt.waitedMicros()));
      } else {
        pace.slowDown();
        refusal =
            receipt.refusal().isEmpty()
                ? "it took %d states of %d".formatted(durable, count)
                : receipt.refusal();
      }
      goOn();
    }

    @Override
    public void broken() {
      refused("no answer");
      goOn();
    }

    @Override
    public void notServed(NotServed why) {
      refused(why.text());
      goOn();
    }

    private void refused(String why) {
      arrived();
      pace.slowDown();
      slow = true;
      refusal = why;
    }

    private void arrived() {
      parcels--;
      bytesUnderWay -= bytes;
    }
  }

  private void rest(long restMs) {
    if (restMs > 0 && !resting) {
      resting = true;
      doors.timers.after(
          restMs,
          () -> {
            resting = false;
            goOn();
          });
    }
  }
}
