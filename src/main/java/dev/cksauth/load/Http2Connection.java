package dev.cksauth.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** A connection by HTTP/2: nearly as many reviews at once as the server allows. */
final class Http2Connection implements Connection {
  private static final int FINAL = 200;

  /** Where the server says nothing of it; as Go's client has it. */
  private static final int UNLESS_SAID = 1000;

  /** A server may count a stream that it has answered for a little longer than we do. */
  private static final int SPARE = 8;

  private final Channel channel;
  private final LoadRequest request;
  private final Owner owner;
  private final io.netty.handler.codec.http2.Http2Connection http;
  private final Http2ConnectionHandler handler;
  private final IntObjectMap<Exchange> open = new IntObjectHashMap<>();
  private boolean last;
  private boolean unsent;
  private Throwable reason = new ClosedChannelException();

  /** None, before the server has said how many it takes: its SETTINGS are what comes first. */
  private int most;

  /** From here on streams were not processed (RFC 9113 section 6.8). */
  private int processed = Integer.MAX_VALUE;

  private Http2Connection(Channel channel, LoadRequest request, Owner owner) {
    this.channel = channel;
    this.request = request;
    this.owner = owner;
    this.http = new DefaultHttp2Connection(false);
    // Reviews are all alike: the first that is due goes first.
    http.remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(http, new UniformStreamByteDistributor(http)));
    http.addListener(new Ends());
    this.handler =
        new Http2ConnectionHandlerBuilder()
            .connection(http)
            .frameListener(new Answers())
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
            .gracefulShutdownTimeoutMillis(0)
            .build();
  }

  static Http2Connection over(Channel channel, LoadRequest request, Owner owner) {
    Http2Connection connection = new Http2Connection(channel, request, owner);
    ChannelPipeline unused =
        channel.pipeline().addLast(connection.handler, connection.new Breaks());
    return connection;
  }

  private static int most(long allowed) {
    return (int) Math.max(1, Math.min(allowed, UNLESS_SAID) * (SPARE - 1) / SPARE);
  }

  @Override
  public boolean takes() {
    return !last && open.size() < most && channel.isActive();
  }

  @Override
  public int load() {
    return open.size();
  }

  @Override
  public void send(Exchange exchange) {
    ChannelHandlerContext context = channel.pipeline().context(handler);
    int stream = http.local().incrementAndGetNextStreamId();
    if (stream < 0) {
      last = true;
      owner.giveBack(exchange);
      return;
    }
    open.put(stream, exchange);
    ChannelFuture unusedHeaders =
        handler
            .encoder()
            .writeHeaders(context, stream, headers(exchange), 0, false, context.newPromise())
            .addListener(written -> {
              if (!written.isSuccess()) {
                ended(stream, written.cause());
              }
            });
    unsent = true;
    ByteBuf body = Unpooled.wrappedBuffer(exchange.request());
    ChannelFuture unused =
        handler.encoder().writeData(context, stream, body, 0, true, context.newPromise());
  }

  private Http2Headers headers(Exchange exchange) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    headers
        .method("POST")
        .scheme(request.scheme())
        .authority(request.authority())
        .path(request.path())
        .addInt("content-length", exchange.request().length);
    request.fields().forEach(headers::add);
    return headers;
  }

  @Override
  public void flush() {
    if (unsent) {
      unsent = false;
      Channel unused = channel.flush();
    }
  }

  @Override
  public void abandon(Exchange exchange) {
    for (IntObjectMap.PrimitiveEntry<Exchange> each : open.entries()) {
      if (each.value() == exchange) {
        ChannelHandlerContext context = channel.pipeline().context(handler);
        ChannelFuture unused =
            handler
                .encoder()
                .writeRstStream(
                    context, each.key(), Http2Error.CANCEL.code(), context.newPromise());
        unsent = true;
        flush();
        return;
      }
    }
  }

  /** A stream that has no answer, and gets none. */
  private void ended(int stream, Throwable cause) {
    @Nullable Exchange exchange = open.remove(stream);
    if (exchange == null) {
      return;
    }
    if (last && stream > processed && !exchange.over()) {
      owner.giveBack(exchange);
    } else {
      exchange.fail(cause);
    }
    closeIfDone();
  }

  private void closeIfDone() {
    if (last && open.isEmpty()) {
      ChannelFuture unused = channel.close();
    }
  }

  /** What the server sends. */
  private final class Answers extends Http2FrameAdapter {

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end) {
      @Nullable Exchange exchange = open.get(stream);
      @Nullable CharSequence status = headers.status();
      if (exchange == null || status == null) {
        complete(exchange, end); // trailers
        return;
      }
      int code = Integer.parseInt(status.toString());
      if (code >= FINAL) {
        exchange.answered(code);
      }
      complete(exchange, end);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      onHeadersRead(context, stream, headers, padding, end);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
      @Nullable Exchange exchange = open.get(stream);
      if (exchange != null) {
        exchange.more(ByteBufUtil.getBytes(data));
      }
      complete(exchange, end);
      return data.readableBytes() + padding;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
      @Nullable Long allowed = settings.maxConcurrentStreams();
      most = most(allowed == null ? UNLESS_SAID : allowed);
      owner.ready();
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
      @Nullable Http2Error error = Http2Error.valueOf(code);
      @Nullable Exchange refused = error == Http2Error.REFUSED_STREAM ? open.remove(stream) : null;
      if (refused != null) {
        owner.giveBack(refused); // it was not processed (RFC 9113 section 8.7)
        closeIfDone();
        return;
      }
      ended(
          stream,
          new ProtocolException("the stream was reset: " + (error == null ? code : error.name())));
    }

    private void complete(@Nullable Exchange exchange, boolean end) {
      if (exchange != null && end) {
        exchange.complete();
      }
    }
  }

  /** How streams end. */
  private final class Ends extends Http2ConnectionAdapter {

    @Override
    public void onStreamClosed(Http2Stream stream) {
      ended(stream.id(), reason);
      owner.ready();
    }

    @Override
    public void onGoAwayReceived(int lastStream, long code, ByteBuf debug) {
      last = true;
      processed = Math.min(processed, lastStream);
      closeIfDone();
    }
  }

  /** What else goes wrong on the connection, which ends with it. */
  private final class Breaks extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      last = true;
      reason = cause;
      ChannelFuture unused = channel.close();
    }
  }
}
