//! Endpoints that are led by hand.

use super::window::Action;

/// The words of the panel of hands. Calls bear the names that a program writes.
#[derive(Clone, Copy, Debug)]
pub struct HandsWords {
    /// (the pane's title) above the panel
    pub title: fn(&str) -> String,
    /// (the transport's name in lessons) of the sockets, in the place of the pane's title: that says
    /// what scripts do.
    pub sockets: fn(&str) -> &'static str,
    /// In the place of a run's number.
    pub status: &'static str,
    /// Which variation of the lesson is led by hand.
    pub pane: Action,
    /// Lets go.
    pub done: Action,
    /// Whether a hand leads this endpoint.
    pub led: Action,
    /// It does not.
    pub follows_script: &'static str,
    /// The field for what is sent: (endpoint)
    pub message: fn(&str) -> String,
    /// In the field while it is empty.
    pub message_hint: &'static str,
    /// Sends it.
    pub send: Action,
    /// The field for n: (endpoint)
    pub size: fn(&str) -> String,
    /// (endpoint) sends it there, where there are several
    pub send_to: fn(&str) -> String,
    /// What a recv does.
    pub recv: &'static str,
    /// Brings a call back.
    pub interrupt: Action,
    /// Ends this direction.
    pub shutdown: Action,
    /// Closes.
    pub close: Action,
    /// Closes with a reset.
    pub reset: Action,
    /// Nagle's algorithm.
    pub nagle: Action,
    /// Holds back all but full segments.
    pub cork: Action,
    /// Acknowledges at once.
    pub quick_acks: Action,
    /// (bytes) that wait in the receive buffer
    pub unread: fn(u64) -> String,
    /// (bytes) of the datagram that would be read next
    pub next_datagram: fn(u64) -> String,
    /// No datagram waits.
    pub nothing_waits: &'static str,
    /// A datagram without a byte waits.
    pub empty_waits: &'static str,
    /// All bytes are read, and the peer sends no more.
    pub end_waits: &'static str,
    /// (bytes) that the peer's kernel has not acknowledged
    pub unacknowledged: fn(u64) -> String,
    /// (reason, in English) why a queue is not known
    pub unknown: fn(&str) -> String,
    /// The sockets are about to be there.
    pub opening: &'static str,
    /// The socket is closed.
    pub closed: &'static str,
    /// Before the first call.
    pub nothing_yet: &'static str,
    /// (call) that has not returned
    pub waits: fn(&str) -> String,
    /// (call, what it returned)
    pub returned: fn(&str, u32) -> String,
    /// (call) that returned 0 at the end of the stream
    pub ended: fn(&str) -> String,
    /// (call) whose datagram did not fit
    pub truncated: fn(&str, u32) -> String,
    /// (call, the error's name, what it means)
    pub failed: fn(&str, &str, &str) -> String,
    /// (the error's name): what it means here; empty if it has no words of its own
    pub meaning: fn(&str) -> &'static str,
    /// (reason, in English) why no call was made
    pub refused: fn(&str) -> String,
    /// The action needs a socket, and it is closed.
    pub refused_closed: &'static str,
}

fn bytes(count: u64) -> String {
    match count {
        1 => "1 byte".to_owned(),
        _ => format!("{count} bytes"),
    }
}

impl HandsWords {
    /// English
    pub const EN: Self = Self {
        title: |pane| format!("By hand · {pane}"),
        sockets: |transport| match transport {
            "tcp" => "TCP",
            "udp" => "UDP",
            "unix-stream" => "AF_UNIX stream",
            "unix-dgram" => "AF_UNIX datagram",
            _ => "AF_UNIX seqpacket",
        },
        status: "By hand: real sockets, your calls",
        pane: ("Sockets", "Which of the lesson's connections you lead"),
        done: ("Done", "Lets go: the scripts run again"),
        led: ("by hand", "You make this program's calls; otherwise it follows its script"),
        follows_script: "It follows its script and waits for what you do.",
        message: |endpoint| format!("Message of {endpoint}"),
        message_hint: "a message",
        send: ("send", "Sends the message with one call (Enter)"),
        size: |endpoint| format!("Bytes per recv of {endpoint}"),
        send_to: |endpoint| format!("send to {endpoint}"),
        recv: "One recv: it waits until there is something",
        interrupt: ("Interrupt", "Brings the call back with EINTR; the socket stays as it is"),
        shutdown: ("shutdown", "No more sends from here: the peer reads the end of the stream"),
        close: ("close", "Closes this socket"),
        reset: ("reset", "Closes it so that the peer gets a reset"),
        nagle: ("Nagle", "Small segments wait while something is unacknowledged (TCP_NODELAY off)"),
        cork: ("Cork", "Holds back all but full segments (TCP_CORK)"),
        quick_acks: ("Quick ACKs", "Acknowledges at once; the kernel may leave this mode (TCP_QUICKACK)"),
        unread: |count| format!("{} unread here", bytes(count)),
        next_datagram: |count| format!("next datagram: {}", bytes(count)),
        nothing_waits: "no datagram waits here",
        empty_waits: "next datagram: empty, 0 bytes",
        end_waits: "all is read: the end of the stream",
        unacknowledged: |count| format!("{} unacknowledged", bytes(count)),
        unknown: |reason| format!("not available here: {reason}"),
        opening: "Opening …",
        closed: "The socket is closed.",
        nothing_yet: "Open, and your turn.",
        waits: |call| format!("{call} waits …"),
        returned: |call, got| format!("{call} → {got}"),
        ended: |call| format!("{call} → 0: the end of the stream"),
        truncated: |call, got| format!("{call} → {got}: the rest of the datagram is lost"),
        failed: |call, name, meaning| format!("{call} → {name}: {meaning}"),
        meaning: |name| match name {
            "EMSGSIZE" => "one datagram cannot carry so much, so nothing was sent",
            "EPIPE" => "this stream is closed for sending, so nothing was sent",
            "ECONNRESET" => "the peer has reset the connection",
            "ECONNREFUSED" => "nobody has that socket open any more",
            "EINTR" => "the call was interrupted, and nothing came",
            "EAGAIN" => "it would have to wait, and was told not to",
            "ENOTCONN" => "the connection is gone",
            "ENOBUFS" => "the kernel has no room for it",
            _ => "",
        },
        refused: |reason| format!("Not done: {reason}"),
        refused_closed: "Not done: the socket is closed. Start over opens new ones.",
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        title: |pane| format!("亲手来 · {pane}"),
        sockets: |transport| match transport {
            "tcp" => "TCP",
            "udp" => "UDP",
            "unix-stream" => "AF_UNIX 流",
            "unix-dgram" => "AF_UNIX 数据报",
            _ => "AF_UNIX seqpacket",
        },
        status: "亲手来：真实的套接字，调用由你发出",
        pane: ("套接字", "亲手操作本课的哪一组连接"),
        done: ("完成", "放手：脚本重新运行"),
        led: ("我来操作", "这个程序的调用由你发出；否则它按脚本走"),
        follows_script: "它按脚本走，等着你的动作。",
        message: |endpoint| format!("{endpoint} 的消息"),
        message_hint: "一条消息",
        send: ("send", "用一次调用发出这条消息（Enter）"),
        size: |endpoint| format!("{endpoint} 每次 recv 的字节数"),
        send_to: |endpoint| format!("send → {endpoint}"),
        recv: "一次 recv：没有数据就一直等",
        interrupt: ("中断", "让调用带着 EINTR 返回，套接字保持原样"),
        shutdown: ("shutdown", "这一端不再发送：对方会读到流的结尾"),
        close: ("close", "关闭这个套接字"),
        reset: ("reset", "关闭它，并让对方收到重置"),
        nagle: ("Nagle", "还有未确认的数据时，小段先等着（TCP_NODELAY 关）"),
        cork: ("Cork", "只放行满段，其余都留住（TCP_CORK）"),
        quick_acks: ("快速 ACK", "立刻确认；内核可能自行退出这种模式（TCP_QUICKACK）"),
        unread: |count| format!("这里有 {count} 字节未读"),
        next_datagram: |count| format!("下一个数据报：{count} 字节"),
        nothing_waits: "没有数据报在等",
        empty_waits: "下一个数据报：空的，0 字节",
        end_waits: "都读完了：流到此结束",
        unacknowledged: |count| format!("{count} 字节未确认"),
        unknown: |reason| format!("这里得不到：{reason}"),
        opening: "正在打开……",
        closed: "套接字已关闭。",
        nothing_yet: "已打开，请动手。",
        waits: |call| format!("{call} 正在等……"),
        returned: |call, got| format!("{call} → {got}"),
        ended: |call| format!("{call} → 0：流结束了"),
        truncated: |call, got| format!("{call} → {got}：数据报余下的部分丢了"),
        failed: |call, name, meaning| format!("{call} → {name}：{meaning}"),
        meaning: |name| match name {
            "EMSGSIZE" => "一个数据报装不下这么多，什么也没发出",
            "EPIPE" => "这个流已不能再发送，什么也没发出",
            "ECONNRESET" => "对方重置了连接",
            "ECONNREFUSED" => "对方的套接字已经不在了",
            "EINTR" => "调用被中断，什么也没收到",
            "EAGAIN" => "本来要等，但被要求不等",
            "ENOTCONN" => "连接已经没有了",
            "ENOBUFS" => "内核没有地方放它",
            _ => "",
        },
        refused: |reason| format!("没有执行：{reason}"),
        refused_closed: "没有执行：套接字已关闭。“重新开始”会打开新的。",
    };
}
