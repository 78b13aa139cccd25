package io.atoll.service;

import io.atoll.hints.HintsProtocol;
import io.atoll.hints.Parcel;
import io.atoll.hints.Receipt;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.service.ParcelPacking.Packed;

/** One parcel on its way to one target. Lives on the shard's loop. */
final class ParcelSending implements Peers.Listener<Receipt> {
  private static final long TIMEOUT_MS = 5_000;

  private final int member;
  private final Packed parcel;
  private final HintCourier.Doors doors;
  private final Listener listener;
  private Peers.Call call;

  /** Who sent it; told once. */
  interface Listener {
    /** The target says what it has taken: there is a word on each entry. */
    void received(Packed parcel, Receipt receipt);

    /** The target took nothing, as far as is known. */
    void refused(Packed parcel, String why);
  }

  /**
   * @param member the target
   */
  ParcelSending(int member, Packed parcel, HintCourier.Doors doors, Listener listener) {
    this.member = member;
    this.parcel = parcel;
    this.doors = doors;
    this.listener = listener;
  }

  void begin() {
    Parcel sent = new Parcel(doors.topology().newest().epoch(), parcel.entries());
    call = doors.peers().call(member, HintsProtocol.DELIVER, sent, TIMEOUT_MS, this);
    if (call == null) {
      listener.refused(parcel, "not connected");
    }
  }

  @Override
  public void replied(Receipt receipt) {
    call.close();
    doors.topology().seen(member, receipt.epoch());
    int entries = parcel.entries().size();
    if (receipt.durable().length == entries) {
      listener.received(parcel, receipt);
    } else {
      listener.refused(
          parcel, "it answered for %d entries of %d".formatted(receipt.durable().length, entries));
    }
  }

  @Override
  public void broken() {
    listener.refused(parcel, "no answer");
  }

  @Override
  public void notServed(NotServed why) {
    listener.refused(parcel, why.text());
  }
}
