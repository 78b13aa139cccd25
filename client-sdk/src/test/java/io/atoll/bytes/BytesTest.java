package io.atoll.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What {@link ByteWriter} writes, {@link ByteReader} reads, and nothing else. */
class BytesTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Example
  void theBytesAreFixed() {
    byte[] written =
        new ByteWriter(0)
            .writeByte(0x1FF)
            .writeLong(0x0102030405060708L)
            .writeVarint(0)
            .writeVarint(127)
            .writeVarint(128)
            .writeVarint(300)
            .writeVarint(-1)
            .writeBytes(new byte[] {7, 8})
            .writeString("€")
            .writeShort(0x1_0203)
            .writeInt(0x01020304)
            .writeRaw(new byte[] {6, 7, 8, 9}, 1, 2)
            .toBytes();
    assertThat(written)
        .isEqualTo(
            hex(
                "ff 0102030405060708 00 7f 8001 ac02 ffffffffffffffffff01 02 07 08 03 e282ac"
                    + "0203 01020304 0708"));
  }

  @Property(tries = 1_000)
  void whatIsWrittenIsRead(
      @ForAll int room,
      @ForAll @IntRange(min = 0, max = 255) int one,
      @ForAll long eight,
      @ForAll long varint,
      @ForAll byte[] bytes,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 0xD7FF) Integer> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::appendCodePoint);
    byte[] written =
        new ByteWriter(Math.floorMod(room, 40))
            .writeVarint(varint)
            .writeByte(one)
            .writeString(text.toString())
            .writeBytes(bytes)
            .writeLong(eight)
            .writeShort(one)
            .writeInt((int) eight)
            .writeRaw(bytes)
            .toBytes();
    ByteReader in = new ByteReader(written);
    assertThat(in.remaining()).isEqualTo(written.length);
    assertThat(in.readVarint()).isEqualTo(varint);
    assertThat(in.readByte()).isEqualTo(one);
    assertThat(in.readString()).isEqualTo(text.toString());
    assertThat(in.readBytes()).isEqualTo(bytes);
    assertThat(in.readLong()).isEqualTo(eight);
    assertThat(in.readShort("short")).isEqualTo(one);
    assertThat(in.readInt("int")).isEqualTo((int) eight);
    assertThat(in.readRaw(bytes.length, "raw")).isEqualTo(bytes);
    assertThat(in.remaining()).isZero();
    in.finish();
  }

  @Property(tries = 1_000)
  void aVarintHasOneEncoding(@ForAll @Size(max = 11) byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    try {
      long value = in.readVarint();
      byte[] again = new ByteWriter(0).writeVarint(value).toBytes();
      assertThat(again).isEqualTo(Arrays.copyOf(bytes, bytes.length - in.remaining()));
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageMatching(".*byte.*");
    }
  }

  @Example
  void numbersThatAreWrittenTooLongAreRefused() {
    for (String wrong : List.of("8000", "ff00", "ffffffffffffffffff02", "80808080808080808080")) {
      assertThatThrownBy(() -> new ByteReader(hex(wrong)).readVarint())
          .as(wrong)
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Property(tries = 1_000)
  void aNumberOutsideItsBoundIsRefused(@ForAll long value, @ForAll @IntRange(min = 0) int max) {
    byte[] written = new ByteWriter(0).writeVarint(value).toBytes();
    if (value >= 0 && value <= max) {
      assertThat(new ByteReader(written).readVarint(max)).isEqualTo((int) value);
    } else {
      assertThatThrownBy(() -> new ByteReader(written).readVarint(max))
          .isInstanceOf(MalformedBytesException.class)
          .hasMessageContaining(Long.toUnsignedString(value))
          .hasMessageContaining("0 to " + max);
    }
  }

  @Example
  void aLengthIsBelievedOnlyWhenTheBytesAreThere() {
    byte[] lies = hex("ffffffff07 01 02");
    assertThatThrownBy(() -> new ByteReader(lies).readBytes())
        .isInstanceOf(MalformedBytesException.class);
    assertThatThrownBy(() -> new ByteReader(lies).readString())
        .isInstanceOf(MalformedBytesException.class);
    assertThatThrownBy(() -> new ByteReader(hex("03 01 02")).readBytes())
        .isInstanceOf(MalformedBytesException.class);
  }

  @Example
  void textThatIsNoUtf8IsRefused() {
    for (String wrong : List.of("01 ff", "02 c0 80", "03 ed a0 80", "01 e2")) {
      assertThatThrownBy(() -> new ByteReader(hex(wrong)).readString())
          .as(wrong)
          .isInstanceOf(MalformedBytesException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @Property(tries = 1_000)
  void aPartOfAnArrayIsReadWithoutItsSurroundings(
      @ForAll @Size(max = 20) byte[] before, @ForAll long value, @ForAll byte[] behind) {
    byte[] all = new ByteWriter(0).writeRaw(before).writeVarint(value).writeRaw(behind).toBytes();
    int length = Varint.sizeBytes(value);
    ByteReader in = new ByteReader(all, before.length, length);
    assertThat(in.position()).isZero();
    assertThat(in.readVarint()).isEqualTo(value);
    assertThat(in.position()).isEqualTo(length);
    in.finish();
    assertThatThrownBy(() -> in.readByte("kind"))
        .hasMessage("byte %d: kind needs 1 bytes, but only 0 are left", length);
  }

  @Example
  void aFailureNamesThePlaceTheFieldAndWhatWouldBeRight() {
    assertThatThrownBy(() -> new ByteReader(hex("09 05"), 1, 1).readVarint(6, 9, "depth"))
        .hasMessage("byte 0: depth is 5; must be 6 to 9");
    assertThatThrownBy(() -> new ByteReader(hex("80 00")).readVarint(0, 9, "depth"))
        .hasMessage("byte 0: depth is not in its shortest form");
    assertThatThrownBy(() -> new ByteReader(hex("07 00 00")).readCount(2, "number of keys"))
        .hasMessage("byte 0: number of keys is 7, but the bytes left have room for at most 1");
    assertThatThrownBy(() -> new ByteReader(hex("ffffffff")).readIntCount(2, "number of keys"))
        .hasMessage(
            "byte 0: number of keys is 4294967295,"
                + " but the bytes left have room for at most 0");
    assertThatThrownBy(() -> new ByteReader(hex("00 01 02 03")).readRaw(-1, "key"))
        .hasMessage("byte 0: key needs -1 bytes, but only 4 are left");
    assertThatThrownBy(() -> new ByteReader(hex("ff")).readString(1, "name"))
        .hasMessage("byte 0: name is not UTF-8");
    assertThat(new ByteReader(hex("00")).malformedAt(3, "nonsense").within("view"))
        .hasMessage("view: byte 3: nonsense");
  }

  @Example
  void aCountIsBelievedWhenThereIsRoomForIt() {
    assertThat(new ByteReader(hex("02 00 00 00 00")).readCount(2, "count")).isEqualTo(2);
    assertThat(new ByteReader(hex("00000001 00")).readIntCount(1, "count")).isEqualTo(1);
    assertThat(new ByteReader(hex("00")).readCount(8, "count")).isZero();
  }

  @Example
  void anArrayThatIsExactlyFullIsHandedOverAsItIs() {
    ByteWriter out = new ByteWriter(12);
    byte[] room = out.array();
    out.writeVarint(300).writeLong(1).writeString("a");
    assertThat(out.take()).isSameAs(room);
    assertThat(out.size()).isZero();
    assertThat(out.writeByte(7).take()).containsExactly(7);
  }

  @Example
  void aByteThatWasWrittenCanBeChanged() {
    ByteWriter out = new ByteWriter(0).writeShort(0).writeByte(3);
    out.setByte(1, 0x1FF);
    assertThat(out.toBytes()).containsExactly(0, 0xFF, 3);
  }

  @Example
  void aNumberTakesAByteForEachSevenBits() {
    for (int bits = 7; bits <= 63; bits += 7) {
      long largest = (1L << bits - 1) - 1 + (1L << bits - 1);
      assertWrittenIn(bits / 7, largest);
      assertWrittenIn(bits / 7 + 1, largest + 1);
    }
    assertWrittenIn(1, 0);
    assertWrittenIn(10, -1);
  }

  private static void assertWrittenIn(int sizeBytes, long value) {
    assertThat(Varint.sizeBytes(value)).isEqualTo(sizeBytes);
    byte[] written = new ByteWriter(sizeBytes).writeVarint(value).take();
    assertThat(written).hasSize(sizeBytes);
    assertThat(new ByteReader(written).readVarint()).isEqualTo(value);
  }

  @Property(tries = 1_000)
  void aNumberIsReadWhereItLies(@ForAll long value, @ForAll @IntRange(max = 9) int cut) {
    byte[] all = new ByteWriter(0).writeByte(0x80).writeVarint(value).writeByte(0).toBytes();
    MemorySegment segment = MemorySegment.ofArray(all);
    assertThat(Varint.read(segment, 1, all.length)).isEqualTo(value < 0 ? -1 : value);
    if (cut < Varint.sizeBytes(value)) {
      assertThat(Varint.read(segment, 1, 1 + cut)).isEqualTo(-1);
    }
  }

  @Example
  void aNumberThatIsNotInItsShortestFormIsNoneWhereItLies() {
    for (String wrong : List.of("8000", "ff00", "80808080808080808001", "")) {
      byte[] bytes = hex(wrong);
      assertThat(Varint.read(MemorySegment.ofArray(bytes), 0, bytes.length))
          .as(wrong)
          .isEqualTo(-1);
    }
  }

  @Example
  void whatIsLeftOverIsRefused() {
    ByteReader in = new ByteReader(hex("01 02"));
    in.readByte();
    assertThatThrownBy(in::finish)
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("1 bytes");
  }

  @Property(tries = 10_000)
  void anyReadOfAnyBytesAnswersOrIsMalformed(
      @ForAll byte[] bytes,
      @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 12) Integer> reads) {
    ByteReader in = new ByteReader(bytes);
    try {
      for (int read : reads) {
        read(in, read);
      }
      in.finish();
    } catch (MalformedBytesException expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    }
    assertThat(in.remaining()).isBetween(0, bytes.length);
  }

  private static void read(ByteReader in, int kind) {
    switch (kind) {
      case 0 -> in.readByte();
      case 1 -> in.readLong();
      case 2 -> in.readVarint();
      case 3 -> in.readVarint(1_000);
      case 4 -> in.readBytes();
      case 6 -> in.readShort("short");
      case 7 -> in.readInt("int");
      case 8 -> in.readRaw(7, "raw");
      case 9 -> in.readString(7, "text");
      case 10 -> in.readCount(2, "count");
      case 11 -> in.readIntCount(2, "count");
      case 12 -> in.readVarint(3, 9, "number");
      default -> in.readString();
    }
  }

  @Property(tries = 200)
  void aWriterGrowsAsItMust(@ForAll @Size(max = 30) List<Integer> numbers) {
    ByteWriter out = new ByteWriter(0);
    for (int number : numbers) {
      out.writeString(Integer.toString(number));
    }
    ByteReader in = new ByteReader(out.toBytes());
    for (int number : numbers) {
      assertThat(in.readBytes())
          .isEqualTo(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }
    in.finish();
  }
}
