// Every name that WebTorrent's dependencies import; undefined makes them report "no WebRTC support".
export const RTCPeerConnection = undefined;
export const RTCSessionDescription = undefined;
export const RTCIceCandidate = undefined;
export default {};
