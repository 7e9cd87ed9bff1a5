//! What the system refuses, in the window's language.

use std::io::ErrorKind;

/// The words of the system's errors. Errors bear their names in errno(3): "EMFILE".
#[derive(Clone, Copy, Debug)]
pub struct SystemWords {
    /// (the error's name) what it means; empty where the model's English has to do
    pub meaning: fn(&str) -> &'static str,
    /// What the errors mean that say so; empty where the engine's English has to do.
    pub no_port: &'static str,
    /// The same for threads.
    pub no_thread: &'static str,
    /// (what was being done, the error's name, what it means, what to do)
    pub refused: fn(&str, &str, &str, &str) -> String,
    /// (the error's name) what to do before the next try
    pub advice: fn(&str) -> &'static str,
    /// What was being done.
    pub doing: DoingWords,
    /// (address, the error's name, what it means) that this machine lacks
    pub no_address: fn(&str, &str, &str) -> String,
    /// (command, folders) that this machine lacks
    pub no_command: fn(&str, &str) -> String,
    /// Why a file cannot be written; empty where the system's own words have to do.
    pub file: fn(ErrorKind) -> &'static str,
    /// What to do about it.
    pub file_advice: fn(ErrorKind) -> &'static str,
}

/// What was being done when the system refused.
#[derive(Clone, Copy, Debug)]
pub struct DoingWords {
    /// (transport, address)
    pub opening: fn(&str, &str) -> String,
    /// Where there is no address of the internet.
    pub socket_file: &'static str,
    /// listen
    pub listening: &'static str,
    /// connect
    pub connecting: &'static str,
    /// accept
    pub accepting: &'static str,
    /// getsockname
    pub asking_address: &'static str,
    /// The folder for socket files.
    pub making_folder: &'static str,
    /// The path of a socket file.
    pub naming_file: &'static str,
    /// A thread.
    pub starting_thread: &'static str,
    /// An endpoint's thread ended in a panic.
    pub performing: &'static str,
    /// The signal that interrupts calls.
    pub installing_signal: &'static str,
    /// An endpoint without a peer.
    pub linking: &'static str,
}

impl SystemWords {
    /// English
    pub const EN: Self = Self {
        meaning: |_| "",
        no_port: "",
        no_thread: "",
        refused: |doing, name, meaning, advice| {
            format!(
                "This could not be run: {doing} failed with {name}, {meaning}. {advice}, then press Run (Space)."
            )
        },
        advice: |name| match name {
            "EMFILE" => "Start the lab with a higher `ulimit -n`",
            "ENFILE" | "EAGAIN" | "ENOMEM" | "ENOBUFS" | "EADDRINUSE" | "EADDRNOTAVAIL" => {
                "Close other programs"
            }
            "EACCES" | "EPERM" => "Let this program open sockets on this machine",
            "ENETUNREACH" => "Switch the loopback interface on (`ip link set lo up`)",
            _ => "Wait a moment",
        },
        doing: DoingWords {
            opening: |what, address| format!("opening {what} on {address}"),
            socket_file: "a socket file",
            listening: "listening",
            connecting: "connecting to the lab's own listener",
            accepting: "accepting",
            asking_address: "asking for a socket's address",
            making_folder: "making a folder for socket files",
            naming_file: "naming a socket file",
            starting_thread: "starting a thread",
            performing: "an endpoint's thread",
            installing_signal: "installing the signal that interrupts calls",
            linking: "linking an endpoint with its peer",
        },
        no_address: |address, name, meaning| format!("{address}: {meaning} ({name})"),
        no_command: |command, folders| format!("the command {command} is not in {folders}"),
        file: |kind| match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
            ErrorKind::PermissionDenied => "permission denied",
            ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "a file is where a folder should be",
            ErrorKind::IsADirectory => "a folder is where a file should be",
            ErrorKind::NotFound => "the folder is gone",
            ErrorKind::WouldBlock | ErrorKind::OutOfMemory => "the system has nothing left for it",
            _ => "",
        },
        file_advice: |kind| match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Make room there",
            ErrorKind::PermissionDenied => "Permit it",
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists | ErrorKind::IsADirectory => {
                "Move it away"
            }
            _ => "Mend that",
        },
    };

    /// Chinese, in simplified characters
    pub const ZH: Self = Self {
        meaning: |name| match name {
            "EAGAIN" => "要等才行，或者等的时间到了",
            "EINTR" => "调用被中断",
            "EPIPE" => "这个流已经没有人读",
            "ECONNRESET" => "对方重置了连接",
            "ECONNREFUSED" => "那里没有人监听",
            "ECONNABORTED" => "连接被放弃了",
            "ENOTCONN" => "套接字没有连接",
            "EISCONN" => "套接字已经连接",
            "EINPROGRESS" => "连接还在建立",
            "ETIMEDOUT" => "对方没有回应",
            "EMSGSIZE" => "数据报超过了协议能装的大小",
            "ENOBUFS" => "内核没有缓冲区可用",
            "ENOMEM" => "内核没有内存可用",
            "EADDRINUSE" => "这个地址已被另一个套接字占用",
            "EADDRNOTAVAIL" => "本机没有这个地址",
            "EAFNOSUPPORT" => "系统没有这个地址族",
            "ENETUNREACH" => "到不了那个网络",
            "EHOSTUNREACH" => "到不了那台主机",
            "EBADF" => "套接字已关闭",
            "EINVAL" => "这个套接字不能这样调用",
            "ENOPROTOOPT" => "协议没有这个选项",
            "EOPNOTSUPP" => "这个套接字做不到",
            "EMFILE" => "本进程打开的文件太多",
            "ENFILE" => "系统打开的文件太多",
            "EACCES" => "没有权限",
            "EPERM" => "不允许这样做",
            "ENOENT" => "套接字文件不存在",
            _ => "这里没有名字的错误",
        },
        no_port: "没有空闲的端口",
        no_thread: "系统不能再创建线程",
        refused: |doing, name, meaning, advice| {
            format!("无法运行：{doing}失败，{name}，{meaning}。{advice}，再按“运行”（空格）。")
        },
        advice: |name| match name {
            "EMFILE" => "请用更大的 `ulimit -n` 重新启动",
            "ENFILE" | "EAGAIN" | "ENOMEM" | "ENOBUFS" | "EADDRINUSE" | "EADDRNOTAVAIL" => {
                "请关闭其他程序"
            }
            "EACCES" | "EPERM" => "请允许本程序在本机打开套接字",
            "ENETUNREACH" => "请启用回环接口（`ip link set lo up`）",
            _ => "请稍等片刻",
        },
        doing: DoingWords {
            opening: |what, address| format!("在 {address} 上打开 {what} "),
            socket_file: "套接字文件",
            listening: "监听",
            connecting: "连接实验自己的监听套接字",
            accepting: "接受连接",
            asking_address: "查询套接字地址",
            making_folder: "创建套接字文件的文件夹",
            naming_file: "给套接字文件命名",
            starting_thread: "创建线程",
            performing: "端点的线程",
            installing_signal: "安装中断调用的信号",
            linking: "给端点找对端",
        },
        no_address: |address, name, meaning| format!("{address}：{meaning}（{name}）"),
        no_command: |command, folders| format!("{folders} 里没有命令 {command}"),
        file: |kind| match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘满了",
            ErrorKind::PermissionDenied => "没有权限",
            ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "本该是文件夹的地方是一个文件",
            ErrorKind::IsADirectory => "本该是文件的地方是一个文件夹",
            ErrorKind::NotFound => "文件夹不见了",
            ErrorKind::WouldBlock | ErrorKind::OutOfMemory => "系统资源不足",
            _ => "",
        },
        file_advice: |kind| match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "请腾出空间",
            ErrorKind::PermissionDenied => "请给予权限",
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists | ErrorKind::IsADirectory => "请把它移走",
            _ => "请先解决",
        },
    };
}
