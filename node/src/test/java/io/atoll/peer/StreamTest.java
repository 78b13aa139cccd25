package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Address;
import io.atoll.env.HandTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An asker and a source, each at its endpoint, with the frames carried over by hand. */
class StreamTest {
  private static final int ASKER = 1;
  private static final int ASKED = 2;
  private static final StreamSettings SETTINGS = new StreamSettings(1_000, 3, 500, 5_000);

  private final HandTime time = new HandTime();
  private final HandLinks askerLinks = new HandLinks();
  private final HandLinks askedLinks = new HandLinks();
  private final FrameWriter frames = new FrameWriter();
  private final List<Source> sources = new ArrayList<>();
  private final HandLinks.HandLink inbound = askedLinks.inbound("asker");
  private final PeerEndpoint asker = endpoint(ASKER, askerLinks);
  private final PeerEndpoint asked = endpoint(ASKED, askedLinks);
  private HandLinks.HandLink outbound;
  private int carriedOut;
  private int carriedIn;
  private boolean slowDisk;

  private PeerEndpoint endpoint(int self, HandLinks links) {
    return new PeerEndpoint(
        self,
        links,
        time,
        number -> new PeerPlace("node" + number, new Address("node" + number, 1)),
        new PartMemory(1 << 20),
        PartSettings.DEFAULT,
        SETTINGS);
  }

  /** So many bytes in chunks as long as allowed, up to a bound. */
  private final class Source implements ChunkSource<String> {
    private final int maxChunk;
    private int left;
    private int given;
    private int reads;
    private StreamFailure cancelled;
    private Promise<Next<String>> waiting;

    Source(int bytes, int maxChunk) {
      this.left = bytes;
      this.maxChunk = maxChunk;
    }

    @Override
    public Future<Next<String>> next(int maxBytes) {
      reads++;
      assertThat(waiting).as("one read at a time").isNull();
      assertThat(cancelled).as("not asked after its end").isNull();
      if (left < 0) {
        return Future.failedFuture("the disk failed");
      }
      Next<String> next;
      if (left == 0) {
        next = new Next.End<>(given + " bytes");
      } else {
        byte[] chunk = new byte[Math.min(left, Math.min(maxBytes, maxChunk))];
        for (int i = 0; i < chunk.length; i++) {
          chunk[i] = (byte) (given + i);
        }
        left -= chunk.length;
        given += chunk.length;
        next = new Next.Chunk<>(chunk);
      }
      if (!slowDisk) {
        return Future.succeededFuture(next);
      }
      waiting = Promise.promise();
      Promise<Next<String>> promise = waiting;
      return promise.future().map(ignored -> next);
    }

    /** The disk has what was asked for. */
    void diskAnswers() {
      Promise<Next<String>> promise = waiting;
      waiting = null;
      promise.complete(null);
    }

    @Override
    public void cancelled(StreamFailure why) {
      assertThat(cancelled).as("told once").isNull();
      cancelled = why;
    }
  }

  /** Takes what comes and consumes it if it is quick. */
  private static final class Sink implements ChunkSink<String> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> ends = new ArrayList<>();
    private int unconsumed;

    @Override
    public void chunk(byte[] chunk) {
      bytes.writeBytes(chunk);
      unconsumed += chunk.length;
    }

    @Override
    public void ended(String result) {
      ends.add(result);
    }

    @Override
    public void failed(StreamFailure why) {
      ends.add("%s: %s".formatted(why.reason(), why.text()));
    }

    boolean isWhole(int length) {
      byte[] all = bytes.toByteArray();
      for (int i = 0; i < all.length; i++) {
        if (all[i] != (byte) i) {
          return false;
        }
      }
      return all.length == length;
    }
  }

  @BeforeEach
  void serve() {
    asker.serve(time, new PeerServices());
    asked.serve(
        time,
        new PeerServices()
            .serve(Talk.ASK, (text, question) -> question.reply(text)).stream(
                Talk.TELL,
                (text, from) -> {
                  assertThat(from).isEqualTo(ASKER);
                  String[] sizes = text.split(" ", -1);
                  Source source =
                      new Source(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
                  sources.add(source);
                  return source;
                }));
  }

  /** Opens a stream of so many bytes in chunks of at most so many. */
  private OpenStream open(int bytes, int maxChunk, Sink sink) {
    OpenStream stream = asker.open(ASKED, Talk.TELL, bytes + " " + maxChunk, sink);
    outbound = askerLinks.opened.getFirst();
    return stream;
  }

  /** Carries all frames over, both ways, until none is left. */
  private void carry() {
    while (carriedOut < outbound.sent.size() || carriedIn < inbound.sent.size()) {
      if (carriedOut < outbound.sent.size()) {
        askedLinks.receiver.frame(inbound, 2, outbound.sent.get(carriedOut++));
      }
      if (carriedIn < inbound.sent.size()) {
        askerLinks.receiver.frame(outbound, 2, inbound.sent.get(carriedIn++));
      }
    }
  }

  private void consumeAll(OpenStream stream, Sink sink) {
    int bytes = sink.unconsumed;
    sink.unconsumed = 0;
    stream.consumed(bytes);
  }

  private void assertNothingIsLeft() {
    assertThat(asker.streams()).isZero();
    assertThat(asked.streams()).isZero();
  }

  @Test
  void everythingArrivesInOrderAndThenTheResult() {
    Sink sink = new Sink();
    OpenStream stream = open(10_000, 300, sink);
    carry();
    for (int i = 0; i < 100 && sink.ends.isEmpty(); i++) {
      assertThat(sink.unconsumed).isLessThanOrEqualTo(SETTINGS.windowBytes());
      consumeAll(stream, sink);
      carry();
    }
    assertThat(sink.isWhole(10_000)).isTrue();
    assertThat(sink.ends).containsExactly("10000 bytes");
    assertThat(sources.getFirst().cancelled).isNull();
    assertNothingIsLeft();
    stream.consumed(5);
    stream.cancel("too late");
    carry();
    assertThat(sink.ends).hasSize(1);
  }

  @Test
  void anEmptyStreamHasAResultToo() {
    Sink sink = new Sink();
    open(0, 1, sink);
    carry();
    assertThat(sink.ends).containsExactly("0 bytes");
    assertNothingIsLeft();
  }

  @Test
  void aSlowReaderStopsTheReadsOfTheSource() {
    Sink sink = new Sink();
    OpenStream stream = open(10_000, 300, sink);
    carry();
    assertThat(sources.getFirst().given).isEqualTo(1_000);
    int reads = sources.getFirst().reads;
    time.pass(1_000);
    carry();
    assertThat(sources.getFirst().reads).isEqualTo(reads);
    stream.consumed(100);
    carry();
    assertThat(sources.getFirst().given)
        .as("credit was used up: any is worth a frame")
        .isEqualTo(1_100);
  }

  @Test
  void creditIsGrantedByTheQuarterOfAWindow() {
    Sink sink = new Sink();
    OpenStream stream = open(500, 100, sink);
    carry();
    int before = outbound.sent.size();
    stream.consumed(100);
    stream.consumed(100);
    assertThat(outbound.sent).hasSize(before);
  }

  @Test
  void aFullLinkStopsTheReadsOfTheSource() {
    Sink sink = new Sink();
    inbound.queuedBytes = SETTINGS.queueBytes();
    open(10_000, 300, sink);
    carry();
    assertThat(sources.getFirst().reads).isZero();
    inbound.queuedBytes = SETTINGS.queueBytes() - 1;
    askedLinks.receiver.written(inbound);
    assertThat(sources.getFirst().given).isEqualTo(1_000);
  }

  @Test
  void whatALinkDoesNotTakeIsSentLaterAndNotReadAgain() {
    Sink sink = new Sink();
    inbound.queuedBytes = SETTINGS.queueBytes();
    open(300, 300, sink);
    carry();
    askedLinks.refuseFrames();
    inbound.queuedBytes = 0;
    askedLinks.receiver.written(inbound);
    assertThat(sources.getFirst().reads).isEqualTo(1);
    time.pass(200);
    assertThat(sources.getFirst().reads).isEqualTo(1);
    askedLinks.takeFrames();
    time.pass(200);
    carry();
    assertThat(sink.isWhole(300)).isTrue();
    assertThat(sink.ends).containsExactly("300 bytes");
  }

  @Test
  void aSourceIsAskedOneThingAtATime() {
    slowDisk = true;
    Sink sink = new Sink();
    open(600, 300, sink);
    carry();
    time.pass(1_000);
    askedLinks.receiver.written(inbound);
    assertThat(sources.getFirst().reads).isEqualTo(1);
    sources.getFirst().diskAnswers();
    sources.getFirst().diskAnswers();
    sources.getFirst().diskAnswers();
    carry();
    assertThat(sink.isWhole(600)).isTrue();
    assertThat(sink.ends).containsExactly("600 bytes");
  }

  @Test
  void streamsTakeTurnsAndCallsPassBetweenTheirChunks() {
    Sink first = new Sink();
    Sink second = new Sink();
    inbound.queuedBytes = SETTINGS.queueBytes();
    open(1_000, 200, first);
    open(1_000, 200, second);
    List<String> replies = new ArrayList<>();
    asker.call(
        ASKED,
        Talk.ASK,
        "hi",
        1_000,
        new Peers.Listener<>() {
          @Override
          public void replied(String reply) {
            replies.add(reply);
          }

          @Override
          public void broken() {
            throw new AssertionError("the link is whole");
          }
        });
    carry();
    assertThat(replies).as("answered while streams wait for the link").containsExactly("hi");
    inbound.queuedBytes = 0;
    int before = inbound.sent.size();
    askedLinks.receiver.written(inbound);
    List<Long> order = new ArrayList<>();
    for (byte[] frame : inbound.sent.subList(before, inbound.sent.size())) {
      FrameHead head = new FrameHead();
      head.read(new io.atoll.bytes.ByteReader(frame), 2);
      order.add(head.number());
    }
    assertThat(order).containsExactly(1L, 2L, 1L, 2L, 1L, 2L, 1L, 2L, 1L, 2L);
  }

  @Test
  void theAskerMayCancelAndWhatIsOnItsWayIsDropped() {
    Sink sink = new Sink();
    OpenStream stream = open(10_000, 300, sink);
    askedLinks.receiver.frame(inbound, 2, outbound.sent.get(carriedOut++));
    stream.cancel("seen enough");
    carry();
    assertThat(sink.bytes.size()).isZero();
    assertThat(sink.ends).isEmpty();
    assertThat(sources.getFirst().cancelled)
        .isEqualTo(new StreamFailure(StreamFailure.Reason.CANCELLED, "seen enough"));
    assertNothingIsLeft();
    assertThat(outbound.closed || inbound.closed).isFalse();
  }

  @Test
  void aReadUnderWayWhenItIsCancelledBringsNothing() {
    slowDisk = true;
    Sink sink = new Sink();
    OpenStream stream = open(600, 300, sink);
    carry();
    stream.cancel("no");
    carry();
    int before = inbound.sent.size();
    sources.getFirst().diskAnswers();
    assertThat(inbound.sent).hasSize(before);
    assertNothingIsLeft();
  }

  @Test
  void aSourceThatFailsEndsItWithTheReason() {
    Sink sink = new Sink();
    open(-1, 1, sink);
    carry();
    assertThat(sink.ends).containsExactly("SOURCE_FAILED: the disk failed");
    assertThat(sources.getFirst().cancelled.reason()).isEqualTo(StreamFailure.Reason.SOURCE_FAILED);
    assertNothingIsLeft();
  }

  @Test
  void aBrokenLinkEndsBothSides() {
    Sink sink = new Sink();
    open(10_000, 300, sink);
    carry();
    askerLinks.receiver.broken(outbound);
    askedLinks.receiver.broken(inbound);
    assertThat(sink.ends).containsExactly("LINK_BROKEN: the link to the peer broke");
    assertThat(sources.getFirst().cancelled.reason()).isEqualTo(StreamFailure.Reason.LINK_BROKEN);
    assertNothingIsLeft();
  }

  @Test
  void anAskerThatConsumesNothingForTooLongLosesIt() {
    Sink sink = new Sink();
    open(10_000, 300, sink);
    carry();
    time.pass(SETTINGS.idleMs() + 200);
    assertThat(sources.getFirst().cancelled.reason()).isEqualTo(StreamFailure.Reason.IDLE);
    assertThat(sink.ends).as("the asker itself was slow").isEmpty();
    carry();
    assertThat(sink.ends).containsExactly("IDLE: nothing was taken for 5000 ms");
    assertNothingIsLeft();
  }

  @Test
  void aSourceThatSaysNothingForTooLongLosesIt() {
    slowDisk = true;
    Sink sink = new Sink();
    open(10_000, 300, sink);
    carry();
    time.pass(SETTINGS.idleMs() + 200);
    assertThat(sink.ends).containsExactly("IDLE: no chunk came for 5000 ms");
    carry();
    assertThat(sources.getFirst().cancelled.reason()).isEqualTo(StreamFailure.Reason.IDLE);
    assertNothingIsLeft();
  }

  @Test
  void aLinkCarriesSoManyAndNoMore() {
    for (int i = 0; i < SETTINGS.maxStreams(); i++) {
      assertThat(open(10_000, 300, new Sink())).isNotNull();
    }
    assertThat(open(10_000, 300, new Sink())).isNull();
    carry();
    assertThat(asked.streams()).isEqualTo(SETTINGS.maxStreams());
    askedLinks.receiver.frame(inbound, 2, frames.open(2, Talk.TELL, 1_000, ASKER, 10, "10000 300"));
    assertThat(sources).hasSize(SETTINGS.maxStreams());
    assertThat(inbound.sent.getLast()[0]).isEqualTo((byte) FrameHead.ABORT);
    assertThat(inbound.closed).isFalse();
  }

  @Test
  void whatIsNotServedIsSaidSo() {
    Sink sink = new Sink();
    PeerStream<String, String> later =
        new PeerStream<>(Talk.PROTOCOL, 99, "later", new Talk.Text(), new Talk.Text());
    asker.open(ASKED, later, "", sink);
    outbound = askerLinks.opened.getFirst();
    carry();
    assertThat(sink.ends).containsExactly("NOT_SERVED: there is no call 99 in protocol 'talk'");
    assertThat(outbound.closed || inbound.closed).isFalse();
    assertNothingIsLeft();
  }

  @Test
  void aStreamThatNoLinkTakesIsNotOpened() {
    askerLinks.refuseFrames();
    assertThat(asker.open(ASKED, Talk.TELL, "1 1", new Sink())).isNull();
    assertNothingIsLeft();
  }

  @Test
  void whatWasNotGrantedClosesTheLinkOfTheAsker() {
    Sink sink = new Sink();
    open(0, 1, sink);
    askerLinks.receiver.frame(outbound, 2, frames.chunk(2, 1, new byte[1_000]));
    askerLinks.receiver.frame(outbound, 2, frames.chunk(2, 1, new byte[1]));
    assertThat(outbound.closed).isTrue();
    assertThat(sink.bytes.size()).isEqualTo(1_000);
    assertThat(sink.ends).containsExactly("LINK_BROKEN: the link to the peer broke");
    assertNothingIsLeft();
  }

  @Test
  void chunksOfNoStreamCloseTheLinkOfTheAsker() {
    for (byte[] hostile :
        List.of(
            frames.chunk(2, 7, new byte[1]),
            frames.chunk(2, 0, new byte[1]),
            frames.end(2, Talk.TELL, 7, ""),
            frames.streamFailed(
                2, FrameHead.ABORT, 7, new StreamFailure(StreamFailure.Reason.OTHER, "")))) {
      HandLinks.HandLink link = askerLinks.inbound("stranger");
      askerLinks.receiver.frame(link, 2, hostile);
      assertThat(link.closed).isTrue();
    }
  }

  @Test
  void aChunkOfAnothersStreamClosesThatLinkOnly() {
    Sink sink = new Sink();
    open(0, 1, sink);
    HandLinks.HandLink other = askerLinks.inbound("stranger");
    askerLinks.receiver.frame(other, 2, frames.chunk(2, 1, new byte[1]));
    assertThat(other.closed).isTrue();
    assertThat(outbound.closed).isFalse();
    assertThat(sink.bytes.size()).isZero();
  }

  @Test
  void emptyChunksCloseTheLinkOfTheAsker() {
    open(0, 1, new Sink());
    askerLinks.receiver.frame(outbound, 2, frames.chunk(2, 1, new byte[0]));
    assertThat(outbound.closed).isTrue();
  }

  @Test
  void tooMuchCreditClosesTheLinkOfTheSource() {
    slowDisk = true;
    open(10_000, 300, new Sink());
    carry();
    askedLinks.receiver.frame(
        inbound, 2, frames.credit(1, StreamSettings.MAX_WINDOW_BYTES - 1_000));
    assertThat(inbound.closed).isFalse();
    askedLinks.receiver.frame(inbound, 2, frames.credit(1, 1));
    assertThat(inbound.closed).isTrue();
    assertThat(sources.getFirst().cancelled.reason()).isEqualTo(StreamFailure.Reason.LINK_BROKEN);
    assertThat(asked.streams()).isZero();
  }

  @Test
  void framesThatNobodyMaySendCloseTheLinkOfTheSource() {
    byte[] again = frames.open(2, Talk.TELL, 1, ASKER, 10, "0 1");
    byte[] leftOver = java.util.Arrays.copyOf(frames.credit(1, 5), 4);
    for (byte[] hostile :
        List.of(
            again,
            leftOver,
            frames.credit(2, 5),
            frames.credit(1, 0),
            frames.credit(1, StreamSettings.MAX_WINDOW_BYTES + 1),
            frames.open(2, Talk.TELL, 2, ASKER, 0, "0 1"),
            frames.streamFailed(
                2, FrameHead.CANCEL, 2, new StreamFailure(StreamFailure.Reason.OTHER, "")))) {
      HandLinks.HandLink link = askedLinks.inbound("stranger");
      askedLinks.receiver.frame(link, 2, again);
      assertThat(link.closed).isFalse();
      askedLinks.receiver.frame(link, 2, hostile);
      assertThat(link.closed).isTrue();
    }
    assertThat(asked.streams()).isZero();
  }

  @Test
  void boundsAreChecked() {
    assertThatThrownBy(() -> new StreamSettings(0, 1, 1, 1))
        .hasMessage("windowBytes is 0: must be 1 to 16777216");
    assertThatThrownBy(() -> new StreamSettings(1, 0, 1, 1))
        .hasMessage("maxStreams is 0: must be 1 to 1024");
  }
}
