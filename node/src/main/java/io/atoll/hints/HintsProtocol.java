package io.atoll.hints;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerProtocol;
import java.util.ArrayList;
import java.util.List;

/** How what a replica missed is brought to it; FORMAT.md has the bytes. */
public final class HintsProtocol {
  private static final PeerProtocol PROTOCOL = new PeerProtocol(5, "hints");

  /** Answered once, when everything is on disk that will be. */
  public static final PeerCall<Parcel, Receipt> DELIVER =
      new PeerCall<>(PROTOCOL, 1, "deliver", new Parcels(), new Receipts());

  private HintsProtocol() {}

  private static final class Parcels implements PeerCodec<Parcel> {
    private static final int SHORTEST_ENTRY_BYTES = 3;

    @Override
    public void write(ByteWriter out, Parcel parcel, int version) {
      out.writeVarint(parcel.epoch()).writeVarint(parcel.entries().size());
      for (Parcel.Entry entry : parcel.entries()) {
        out.writeVarint(entry.keyspaceId()).writeBytes(entry.key()).writeBytes(entry.state());
      }
    }

    @Override
    public Parcel read(ByteReader in, int version) {
      long epoch = in.readVarint();
      int count = in.readCount(SHORTEST_ENTRY_BYTES, "entries");
      List<Parcel.Entry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(
            new Parcel.Entry(in.readVarint(Integer.MAX_VALUE), in.readBytes(), in.readBytes()));
      }
      return new Parcel(epoch, entries);
    }
  }

  private static final class Receipts implements PeerCodec<Receipt> {
    @Override
    public void write(ByteWriter out, Receipt receipt, int version) {
      out.writeVarint(receipt.epoch()).writeVarint(receipt.waitedMicros());
      out.writeVarint(receipt.durable().length);
      for (boolean durable : receipt.durable()) {
        out.writeByte(durable ? 1 : 0);
      }
      out.writeString(receipt.refusal());
    }

    @Override
    public Receipt read(ByteReader in, int version) {
      long epoch = in.readVarint();
      long waitedMicros = in.readVarint();
      boolean[] durable = new boolean[in.readCount(1, "entries")];
      for (int i = 0; i < durable.length; i++) {
        durable[i] = in.readVarint(1) == 1;
      }
      return new Receipt(epoch, waitedMicros, durable, in.readString());
    }
  }
}
