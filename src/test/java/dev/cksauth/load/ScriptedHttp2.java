package dev.cksauth.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server by HTTP/2 without TLS that takes every token, and ends reviews as it is told. Of each
 * connection it takes four streams at once.
 */
final class ScriptedHttp2 implements AutoCloseable {
  static final int STREAMS = 4;

  private static final String ACCEPTED =
      """
      {"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1",
       "status":{"authenticated":true,"user":{"username":"alice"}}}\
      """;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Script script;
  private final Channel listening;
  private final AtomicInteger reviews = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  /** What becomes of a review. */
  enum Turn {
    ANSWER,
    /** The stream is refused: it was not processed. */
    REFUSE,
    /** The stream is reset, for an error of the server's. */
    RESET,
    /** The server takes no more on this connection, this review not either. */
    GO_AWAY,
    /** More than anybody reads. */
    ENDLESS,
    NOTHING
  }

  /** Decides on each review of the server's, by its number from 1. */
  @FunctionalInterface
  interface Script {
    Turn turn(int review);
  }

  ScriptedHttp2(Script script) throws InterruptedException {
    this.script = script;
    this.listening =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.incrementAndGet();
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer()
                                .initialSettings(
                                    Http2Settings.defaultSettings().maxConcurrentStreams(STREAMS))
                                .build(),
                            new Turns());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  URI url() {
    int port = ((InetSocketAddress) listening.localAddress()).getPort();
    return URI.create("http://127.0.0.1:" + port + "/authenticate?timeout=30s");
  }

  int connections() {
    return connections.get();
  }

  private final class Turns extends ChannelInboundHandlerAdapter {
    private int processed = Integer.MAX_VALUE;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2DataFrame data) {
        Http2FrameStream stream = data.stream();
        boolean last = data.isEndStream();
        data.release();
        if (last && stream.id() <= processed) {
          end(context, stream, script.turn(reviews.incrementAndGet()));
        }
      }
    }

    private void end(ChannelHandlerContext context, Http2FrameStream stream, Turn turn) {
      switch (turn) {
        case ANSWER -> answer(context, stream, ACCEPTED);
        case ENDLESS -> answer(context, stream, " ".repeat(70_000));
        case REFUSE -> reset(context, stream, Http2Error.REFUSED_STREAM);
        case RESET -> reset(context, stream, Http2Error.INTERNAL_ERROR);
        case GO_AWAY -> {
          processed = stream.id() - 2;
          // Netty's own codec would end the connection for what is under way.
          ChannelFuture unused =
              context.pipeline().context(Http2FrameCodec.class).writeAndFlush(goAway(processed));
        }
        case NOTHING -> {}
      }
    }

    /**
     * RFC 9113 section 6.8: eight bytes on stream 0, the last stream that is processed, no error.
     */
    private static ByteBuf goAway(int lastStream) {
      return Unpooled.buffer()
          .writeMedium(8)
          .writeByte(7)
          .writeByte(0)
          .writeInt(0)
          .writeInt(lastStream)
          .writeInt(0);
    }

    private void answer(ChannelHandlerContext context, Http2FrameStream stream, String text) {
      ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
      ChannelFuture unusedHeaders =
          context.write(
              new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")).stream(stream));
      ChannelFuture unusedBody =
          context.writeAndFlush(new DefaultHttp2DataFrame(body, true).stream(stream));
    }

    private void reset(ChannelHandlerContext context, Http2FrameStream stream, Http2Error error) {
      ChannelFuture unused =
          context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
  }
}
