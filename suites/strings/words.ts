/** Common words: every letter is in several of them, and so are runs of vowels and doubled letters. */
export const WORDS = `
  acorn anchor apple autumn badge balloon banana basket beacon bicycle blanket bottle bridge
  bubble butter cabin candle canoe carpet castle cellar chalk cheese cherry circle clock cloud
  coffee copper cotton cousin crystal curtain daisy dinner dolphin donkey dragon drawer eagle
  echo eight elbow engine envelope equal evening exotic fabric falcon feather fiddle flute
  forest fossil galaxy garden ghost giraffe glove guitar hammer harbour hazelnut hello helmet
  hollow honey horizon igloo index island ivory jacket jaguar jazz jelly jigsaw jungle kettle
  kitchen knock ladder lantern lemon library lizard magnet maple marble meadow mirror mosaic
  mushroom needle nickel noise ocean olive onion orange otter oxygen oyster paddle paper parrot
  pebble pepper piano pizza planet pocket puzzle pyramid quartz queen queue quiet rabbit radio
  rhythm river rocket saddle salmon school shadow silver sky squirrel summer sunset tea temple
  thunder ticket tomato tunnel turtle umbrella uncle unique valley vacuum velvet violin voyage
  walnut water whisper window wizard xenon xylophone yacht yellow yogurt zebra zero zigzag
`
  .trim()
  .split(/\s+/)

export const FIRST_NAMES = `
  Ada Boris Carla Dmitri Elif Fatima Gustav Hana Igor Jonas Kwame Lucia Miriam Noor Otto Priya
  Quentin Rosa Stefan Tomoko Ulla Viktor Wanda Xavier Yusuf Zoe
`
  .trim()
  .split(/\s+/)

export const LAST_NAMES = `
  Abbott Baker Chen Dupont Eriksson Ferrari Gupta Hoffmann Ivanova Jensen Kowalski Lee Moreau
  Nkosi Okafor Petrov Quinn Rossi Sato Takahashi Unger Vasquez Weber Xu Yilmaz Zhang
`
  .trim()
  .split(/\s+/)
