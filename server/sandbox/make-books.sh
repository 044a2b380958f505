#!/bin/sh
# Makes the sandbox's books anew: the first sentences of five books whose copyright has expired, read by a machine.
# The results are committed; run this only to change them, and keep each book longer than half of what the catalog says
# (books.ts): the import refuses one that is too short. It needs ffmpeg, espeak-ng and the DejaVu fonts
# (Debian: apt-get install ffmpeg espeak-ng fonts-dejavu-core), and replaces server/sandbox/books and its covers.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf books
mkdir -p books/covers

font=/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf

# cover <name> <colour> <author> <line of the title>...
cover() {
  name=$1; colour=$2; author=$3; shift 3
  draw="drawtext=fontfile=$font:fontcolor=white:fontsize=20:x=(w-tw)/2:y=h-56:text='$author'"
  y=96
  for line in "$@"; do
    draw="$draw,drawtext=fontfile=$font:fontcolor=white:fontsize=34:x=(w-tw)/2:y=$y:text='$line'"
    y=$((y + 46))
  done
  ffmpeg -v error -y -f lavfi -i "color=$colour:s=400x400" -vf "drawbox=x=14:y=14:w=372:h=372:color=white@0.5:t=2,$draw" \
    -frames:v 1 -q:v 6 -map_metadata -1 "books/covers/$name.jpg"
}

# speak <name>: the text on standard input, as $work/<name>.wav
speak() {
  espeak-ng -v en-gb -s 150 -w "$work/$1.wav" --stdin
}

# book <title> <author> <year>: the tags that every file of it carries
book() {
  title=$1; author=$2; year=$3
}
encode() {
  from=$1; to=$2; shift 2
  ffmpeg -v error -y -i "$work/$from.wav" "$@" -ar 22050 -ac 1 -map_metadata -1 -map_metadata:s -1 -fflags +bitexact \
    -metadata album="$title" -metadata artist="$author" -metadata album_artist="$author" \
    -metadata composer="Sandbox Voice" -metadata date="$year" -metadata genre=Audiobook "$to"
}
# mp3 <from> <to> <track>/<tracks> <disc>/<discs> <track title>
mp3() {
  encode "$1" "$2" -c:a libmp3lame -b:a 48k -metadata track="$3" -metadata disc="$4" -metadata title="$5"
}
# m4b <from> <to> <kbit/s> <cover>; chapters from $work/chapters when it is there
m4b() {
  encode "$1" "$work/bare.m4a" -c:a aac -b:a "$3k" -metadata title="$title"
  chapters=""
  if [ -f "$work/chapters" ]; then chapters="-i $work/chapters -map_chapters 2"; fi
  # shellcheck disable=SC2086 # no word of it holds a space
  ffmpeg -v error -y -i "$work/bare.m4a" -i "books/covers/$4.jpg" $chapters -map 0:a -map 1:v -c copy -disposition:v attached_pic \
    -map_metadata 0 -fflags +bitexact -movflags +faststart -f mp4 "$2"
  rm -f "$work/chapters"
}
seconds() {
  ffprobe -v error -show_entries format=duration -of csv=p=0 "$work/$1.wav"
}

# --- one m4b with chapters and a cover
cover alice-in-wonderland 0x2f5d8a "Lewis Carroll" "Alice’s" "Adventures in" "Wonderland"
book "Alice's Adventures in Wonderland" "Lewis Carroll" 1865
speak alice-1 <<'TEXT'
Chapter one. Down the Rabbit-Hole. Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it, "and what is the use of a book," thought Alice, "without pictures or conversations?"
TEXT
speak alice-2 <<'TEXT'
Chapter two. The Pool of Tears. "Curiouser and curiouser!" cried Alice (she was so much surprised, that for the moment she quite forgot how to speak good English).
TEXT
first=$(seconds alice-1)
whole=$(echo "$first $(seconds alice-2)" | awk '{ print $1 + $2 }')
awk -v first="$first" -v whole="$whole" 'BEGIN {
  print ";FFMETADATA1"
  printf "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=%d\ntitle=Down the Rabbit-Hole\n", first * 1000
  printf "[CHAPTER]\nTIMEBASE=1/1000\nSTART=%d\nEND=%d\ntitle=The Pool of Tears\n", first * 1000, whole * 1000
}' > "$work/chapters"
printf "file '%s'\n" "$work/alice-1.wav" "$work/alice-2.wav" > "$work/list"
ffmpeg -v error -y -f concat -safe 0 -i "$work/list" -c copy "$work/alice.wav"
mkdir books/alice-in-wonderland
m4b alice "books/alice-in-wonderland/Alice's Adventures in Wonderland.m4b" 48 alice-in-wonderland

# --- a folder of mp3 tracks with a cover beside them
cover the-time-machine 0x7a4b21 "H. G. Wells" "The" "Time Machine"
book "The Time Machine" "H. G. Wells" 1895
mkdir books/the-time-machine
cp books/covers/the-time-machine.jpg books/the-time-machine/cover.jpg
speak time-1 <<'TEXT'
The Time Traveller, for so it will be convenient to speak of him, was expounding a recondite matter to us. His pale grey eyes shone and twinkled, and his usually pale face was flushed and animated.
TEXT
speak time-2 <<'TEXT'
The fire burnt brightly, and the soft radiance of the incandescent lights in the lilies of silver caught the bubbles that flashed and passed in our glasses.
TEXT
speak time-3 <<'TEXT'
"You must follow me carefully. I shall have to controvert one or two ideas that are almost universally accepted. The geometry, for instance, they taught you at school is founded on a misconception."
TEXT
for track in 1 2 3; do
  mp3 "time-$track" "books/the-time-machine/0$track - The Time Machine.mp3" "$track/3" 1/1 "The Time Machine, part $track"
done

# --- two discs, whose tracks both begin at 1
cover the-war-of-the-worlds 0x6b1d1d "H. G. Wells" "The War of" "the Worlds"
book "The War of the Worlds" "H. G. Wells" 1898
mkdir -p books/the-war-of-the-worlds/CD1 books/the-war-of-the-worlds/CD2
speak war-1-1 <<'TEXT'
No one would have believed in the last years of the nineteenth century that this world was being watched keenly and closely by intelligences greater than man's and yet as mortal as his own.
TEXT
speak war-1-2 <<'TEXT'
With infinite complacency men went to and fro over this globe about their little affairs, serene in their assurance of their empire over matter.
TEXT
speak war-2-1 <<'TEXT'
Book two. The earth under the Martians. In the first book I have wandered so much from my own adventures to tell of the experiences of my brother.
TEXT
speak war-2-2 <<'TEXT'
There I will resume. We stopped there all Sunday night and all the next day, the day of the panic.
TEXT
for disc in 1 2; do
  for track in 1 2; do
    mp3 "war-$disc-$track" "books/the-war-of-the-worlds/CD$disc/0$track.mp3" "$track/2" "$disc/2" "Disc $disc, track $track"
  done
done

# --- the biggest one, which the demo fetches slowly
cover a-study-in-scarlet 0x8c1c3a "Arthur Conan Doyle" "A Study" "in Scarlet"
book "A Study in Scarlet" "Arthur Conan Doyle" 1887
speak scarlet <<'TEXT'
In the year 1878 I took my degree of Doctor of Medicine of the University of London, and proceeded to Netley to go through the course prescribed for surgeons in the army. Having completed my studies there, I was duly attached to the Fifth Northumberland Fusiliers as Assistant Surgeon. The regiment was stationed in India at the time, and before I could join it, the second Afghan war had broken out. On landing at Bombay, I learned that my corps had advanced through the passes, and was already deep in the enemy's country. I followed, however, with many other officers who were in the same situation as myself, and succeeded in reaching Candahar in safety, where I found my regiment, and at once entered upon my new duties.
The campaign brought honours and promotion to many, but for me it had nothing but misfortune and disaster. I was removed from my brigade and attached to the Berkshires, with whom I served at the fatal battle of Maiwand. There I was struck on the shoulder by a Jezail bullet, which shattered the bone and grazed the subclavian artery. I should have fallen into the hands of the murderous Ghazis had it not been for the devotion and courage shown by Murray, my orderly, who threw me across a pack-horse, and succeeded in bringing me safely to the British lines.
TEXT
mkdir books/a-study-in-scarlet
m4b scarlet "books/a-study-in-scarlet/A Study in Scarlet.m4b" 72 a-study-in-scarlet

# --- a short mp3 folder, whose better release nobody seeds
cover frankenstein 0x33523a "Mary Shelley" "Frankenstein"
book "Frankenstein" "Mary Shelley" 1818
mkdir books/frankenstein
cp books/covers/frankenstein.jpg books/frankenstein/cover.jpg
speak frankenstein-1 <<'TEXT'
Letter one. You will rejoice to hear that no disaster has accompanied the commencement of an enterprise which you have regarded with such evil forebodings.
TEXT
speak frankenstein-2 <<'TEXT'
I arrived here yesterday, and my first task is to assure my dear sister of my welfare and increasing confidence in the success of my undertaking.
TEXT
speak frankenstein-3 <<'TEXT'
I am already far north of London, and as I walk in the streets of Petersburgh, I feel a cold northern breeze play upon my cheeks, which braces my nerves and fills me with delight. Do you understand this feeling? This breeze, which has travelled from the regions towards which I am advancing, gives me a foretaste of those icy climes.
TEXT
for track in 1 2 3; do
  mp3 "frankenstein-$track" "books/frankenstein/0$track - Frankenstein.mp3" "$track/3" 1/1 "Letter 1, part $track"
done

du -sh books
